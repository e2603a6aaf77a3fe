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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * The methods that Spring calls to destroy a bean: those that are annotated with
 * {@code @PreDestroy}, that of {@link DisposableBean}, and those that the bean definition
 * names or that are inferred, in this order and each once.
 */
final class DestroyMethods {

	private static final List<String> INFERRED = List.of(CloseMethod.GRACEFUL, CloseMethod.CLOSE, CloseMethod.SHUTDOWN);

	private DestroyMethods() {
	}

	/**
	 * Find the methods that Spring calls.
	 * @param bean the bean as it was created
	 * @param definition its merged definition
	 * @return the methods; none if Spring leaves the bean alone
	 */
	static List<Method> find(Object bean, RootBeanDefinition definition) {
		Set<Method> methods = new LinkedHashSet<>();
		add(definition.getExternallyManagedDestroyMethods(), bean, methods);
		if (bean instanceof DisposableBean) {
			add(List.of("destroy"), bean, methods);
		}
		add(getNames(bean, definition), bean, methods);
		return List.copyOf(methods);
	}

	/**
	 * Let Spring infer the names. It keeps what it has inferred to itself, and tells only
	 * that of the type of a definition.
	 * @param bean the bean as it was created
	 * @param definition its merged definition
	 * @return the names of the methods
	 */
	private static List<String> getNames(Object bean, RootBeanDefinition definition) {
		RootBeanDefinition copy = new RootBeanDefinition(definition);
		copy.setTargetType(bean.getClass());
		copy.resolveDestroyMethodIfNecessary();
		String[] names = copy.getDestroyMethodNames();
		return (names != null) ? List.of(names) : List.of();
	}

	private static void add(Collection<String> names, Object bean, Set<Method> methods) {
		names.stream().flatMap((name) -> find(bean, name).stream()).forEach(methods::add);
	}

	/**
	 * Find the methods that one would call to close a thing of which nobody has said how.
	 * @param bean the bean
	 * @return the method, or none
	 */
	static List<Method> infer(Object bean) {
		return INFERRED.stream().map((name) -> findPublic(bean, name)).flatMap(Stream::ofNullable).limit(1).toList();
	}

	/**
	 * Find a public method without parameters.
	 * @param bean the bean
	 * @param name the name of the method
	 * @param parameterTypes the types of its parameters
	 * @return the method, or {@code null} if there is none
	 */
	static @Nullable Method findPublic(Object bean, String name, Class<?>... parameterTypes) {
		Method method = ClassUtils.getMethodIfAvailable(bean.getClass(), name, parameterTypes);
		return (method != null) ? accessible(method, bean) : null;
	}

	/**
	 * Find a method by a name as it stands in a bean definition: that of a private method
	 * has its class in front, see {@link ClassUtils#getQualifiedMethodName}.
	 * @param bean the bean
	 * @param name the name
	 * @return the method, or none
	 */
	private static List<Method> find(Object bean, String name) {
		int dot = name.lastIndexOf('.');
		Class<?> type = bean.getClass();
		while (dot >= 0 && type != null && !type.getName().equals(name.substring(0, dot))) {
			type = type.getSuperclass();
		}
		List<Class<?>> types = new ArrayList<>();
		if (type != null) {
			types.add(type);
		}
		types.addAll(ClassUtils.getAllInterfacesAsSet(bean));
		return types.stream()
			.map((candidate) -> BeanUtils.findMethodWithMinimalParameters(candidate, name.substring(dot + 1)))
			.flatMap(Stream::ofNullable)
			.limit(1)
			.map((method) -> accessible(method, bean))
			.toList();
	}

	private static Method accessible(Method method, Object bean) {
		return ClassUtils.getPubliclyAccessibleMethodIfPossible(method, bean.getClass());
	}

}
