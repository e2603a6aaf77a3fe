/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.clients;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Knows which beans use a bean, directly or through others.
 */
final class BeanUses {

	private final ConfigurableListableBeanFactory beanFactory;

	BeanUses(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find the beans that use a bean. Those that a configuration class makes do not use
	 * all that it uses.
	 * @param beanName the name of the bean
	 * @return the names of its users
	 */
	Set<String> usersOf(String beanName) {
		Set<String> users = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>(Set.of(beanName));
		while (!open.isEmpty()) {
			String used = open.remove();
			for (String user : this.beanFactory.getDependentBeans(used)) {
				if ((used.equals(beanName) || !isMadeBy(user, used)) && users.add(user)) {
					open.add(user);
				}
			}
		}
		return users;
	}

	private boolean isMadeBy(String beanName, String factoryName) {
		return this.beanFactory.containsBeanDefinition(beanName)
				&& factoryName.equals(this.beanFactory.getMergedBeanDefinition(beanName).getFactoryBeanName());
	}

	/**
	 * Return what tells whether a client uses another one. It finds out once for each
	 * client.
	 * @return the test, for one thread
	 */
	BiPredicate<Client, Client> amongClients() {
		Map<String, Set<String>> known = new HashMap<>();
		return (client, other) -> client.beanName() != null && other.beanName() != null
				&& known.computeIfAbsent(other.beanName(), this::usersOf).contains(client.beanName());
	}

}
