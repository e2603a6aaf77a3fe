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

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Remembers beans as they were created, before anybody has put a proxy around them: it is
 * these that Spring destroys. Until the application has started it remembers all of them,
 * because it is not known which are clients; then it forgets the others.
 */
final class CreatedBeans implements InstantiationAwareBeanPostProcessor, PriorityOrdered {

	private final Map<String, Created> beans = new ConcurrentHashMap<>();

	private final AtomicLong sequence = new AtomicLong();

	private volatile @Nullable Set<String> clients;

	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		Set<String> clients = this.clients;
		if (clients == null || clients.contains(beanName)) {
			this.beans.put(beanName, new Created(this.sequence.incrementAndGet(), bean, null));
		}
		return true;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof FactoryBean)) {
			this.beans.computeIfPresent(beanName,
					(name, created) -> (created.bean() instanceof FactoryBean) ? created.withProduct(bean) : created);
		}
		return bean;
	}

	@Nullable Object getBean(String beanName) {
		Created created = this.beans.get(beanName);
		return (created != null) ? created.bean() : null;
	}

	/**
	 * Return the registrations among the beans.
	 * @return the registrations
	 */
	Stream<ClientRegistration> registrations() {
		return this.beans.values()
			.stream()
			.map(Created::bean)
			.filter(ClientRegistration.class::isInstance)
			.map(ClientRegistration.class::cast);
	}

	/**
	 * Return whether an object is one of the beans.
	 * @param bean the object
	 * @return whether it is
	 */
	boolean contains(Object bean) {
		return this.beans.values().stream().anyMatch((created) -> created.bean() == bean);
	}

	/**
	 * Return what a factory bean has produced.
	 * @param beanName the name of the bean
	 * @return the product; {@code null} if there is none, or the bean is no factory bean
	 */
	@Nullable Object getProduct(String beanName) {
		Created created = this.beans.get(beanName);
		return (created != null) ? created.product() : null;
	}

	/**
	 * Return a number that tells what was created, or registered, before what.
	 * @param beanName the name of the bean, {@code null} for something that is no bean
	 * @return the number of the bean, or the next one if it was not created yet
	 */
	long getSequence(@Nullable String beanName) {
		Created created = (beanName != null) ? this.beans.get(beanName) : null;
		return (created != null) ? created.sequence() : this.sequence.incrementAndGet();
	}

	/**
	 * Forget all beans but these, and remember no others from now on.
	 * @param clients the names of the beans
	 */
	void retain(Set<String> clients) {
		this.clients = Set.copyOf(clients);
		this.beans.keySet().retainAll(clients);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/**
	 * A bean as it was created.
	 *
	 * @param sequence tells what was created first
	 * @param bean the bean
	 * @param product what it has produced, if it is a factory bean
	 */
	private record Created(long sequence, Object bean, @Nullable Object product) {

		Created withProduct(Object product) {
			return new Created(this.sequence, this.bean, product);
		}

	}

}
