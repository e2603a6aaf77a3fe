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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Knows which objects the beans are, and which beans are one object: such an object is
 * closed once, whatever its names are.
 */
final class BeanObjects {

	/**
	 * Stands in for {@code null}. Its own {@code equals} would tell that, and is not
	 * asked: that of a bean may fail.
	 */
	private static final String NULL_BEAN = "org.springframework.beans.factory.support.NullBean";

	private final DefaultListableBeanFactory beanFactory;

	private final CreatedBeans createdBeans;

	private final Set<Object> claimed = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

	BeanObjects(DefaultListableBeanFactory beanFactory, CreatedBeans createdBeans) {
		this.beanFactory = beanFactory;
		this.createdBeans = createdBeans;
	}

	/**
	 * Return a bean that exists, as it was created if that is known.
	 * @param beanName the name of the bean
	 * @return the bean, or what makes it if that is a bean
	 */
	Object getBean(String beanName) {
		Object bean = this.createdBeans.getBean(beanName);
		return (bean != null) ? bean : Objects.requireNonNull(this.beanFactory.getSingleton(beanName));
	}

	/**
	 * Return what a factory bean has produced.
	 * @param beanName the name of the factory bean
	 * @return the product; {@code null} if there is none, or the bean is no factory bean
	 */
	@Nullable Object getProduct(String beanName) {
		if (this.createdBeans.getBean(beanName) == null && isFactoryOfOne(beanName)) {
			// Made before anybody could see it
			return this.beanFactory.getBean(beanName);
		}
		return this.createdBeans.getProduct(beanName);
	}

	private boolean isFactoryOfOne(String beanName) {
		return getBean(beanName) instanceof FactoryBean<?> factory && factory.isSingleton();
	}

	static boolean isNull(Object bean) {
		return bean.getClass().getName().equals(NULL_BEAN);
	}

	/**
	 * Find the beans that are one object, or a proxy around it.
	 * @param object the object
	 * @return the names of the beans
	 */
	List<String> getNames(Object object) {
		return Stream.of(this.beanFactory.getSingletonNames())
			// Not one that is being created
			.filter(this.beanFactory::containsSingleton)
			.filter((beanName) -> is(beanName, object))
			.toList();
	}

	private boolean is(String beanName, Object object) {
		Object bean = this.beanFactory.getSingleton(beanName);
		return bean == object || this.createdBeans.getBean(beanName) == object
				|| (bean != null && AopProxyUtils.getSingletonTarget(bean) == object);
	}

	/**
	 * Return whether an object is a bean, also if that is destroyed already.
	 * @param object the object
	 * @return whether it is one
	 */
	boolean isBean(Object object) {
		return this.createdBeans.contains(object) || !getNames(object).isEmpty();
	}

	/**
	 * Find the bean that is an object and that Spring destroys.
	 * @param object the object
	 * @return the bean, if there is one
	 */
	Optional<BeanTarget> findDestroyed(Object object) {
		return getNames(object).stream().map(this::getTarget).filter(BeanTarget::hasDestroyMethod).findFirst();
	}

	BeanTarget getTarget(String beanName) {
		return new BeanTarget(this.beanFactory, beanName, this);
	}

	/**
	 * Claim an object that is to be closed.
	 * @param object the object
	 * @return whether it is the caller's to close; not if it was claimed before
	 */
	boolean claim(Object object) {
		return this.claimed.add(object);
	}

}
