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

package io.github.shutdownspringboot.work;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Advises beans that have methods with {@link TrackedWork @TrackedWork}. The work is
 * outside of transactions, so that it has not ended before these; and inside of
 * {@code @Async}, so that it is the work on the other thread and not the call, which
 * {@link TrackedAsyncPostProcessor} begins it with.
 */
final class TrackedWorkPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	/**
	 * Those of the beans that Spring Boot brings into most applications.
	 */
	private static final List<String> LIBRARY_PACKAGES = List.of("org.springframework.", "io.micrometer.",
			"tools.jackson.");

	private static final String STARTER_PACKAGES = "io.github.shutdownspringboot.";

	/**
	 * Where applications that show how Spring is used are.
	 */
	private static final String SAMPLE_PACKAGES = "org.springframework.samples.";

	private static final Pointcut POINTCUT = new AnnotationMatchingPointcut(null, TrackedWork.class, true);

	/**
	 * Classes without a method to advise that were looked at before there was an advisor:
	 * a bean of a request is made again and again.
	 */
	private final Set<Class<?>> untracked = ConcurrentHashMap.newKeySet();

	private @Nullable BeanFactory owner;

	private volatile boolean prepared;

	TrackedWorkPostProcessor(boolean proxyTargetClass) {
		setProxyTargetClass(proxyTargetClass);
		setBeforeExistingAdvisors(true);
		// Before that of @Async, which puts itself first as well
		setOrder(Ordered.LOWEST_PRECEDENCE - 1);
	}

	/**
	 * What it takes to make proxies waits for a bean that needs one: most applications
	 * have none.
	 */
	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.owner = beanFactory;
	}

	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		return isEligible(beanClass) ? super.determineBeanType(beanClass, beanName) : beanClass;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Advised advised && isEligible(AopUtils.getTargetClass(bean))) {
			// Somebody else's proxy will do
			check(AopUtils.getTargetClass(bean), beanName, advised.isProxyTargetClass());
		}
		else if (!isEligible(bean.getClass())) {
			return bean;
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

	/**
	 * Whether there are methods to advise. Spring's own classes have none, nor have those
	 * of libraries and of the starter, and these are most beans of a small application:
	 * to look at all their methods was a good part of what the starter added to its
	 * start-up.
	 * @param targetClass the class of a bean
	 * @return whether the bean is to be advised
	 */
	@Override
	protected boolean isEligible(Class<?> targetClass) {
		if (isLibrary(targetClass.getName()) || isStarter(targetClass) || this.untracked.contains(targetClass)) {
			return false;
		}
		if (!this.prepared) {
			if (!AopUtils.canApply(POINTCUT, targetClass)) {
				this.untracked.add(targetClass);
				return false;
			}
			prepare();
		}
		return super.isEligible(targetClass);
	}

	/**
	 * Get ready to make proxies. Beans may be created on two threads, and then both get
	 * ready.
	 */
	private void prepare() {
		BeanFactory beanFactory = Objects.requireNonNull(this.owner);
		super.setBeanFactory(beanFactory);
		this.advisor = new DefaultPointcutAdvisor(POINTCUT, new TrackedWorkInterceptor(beanFactory));
		this.prepared = true;
	}

	private static boolean isLibrary(String name) {
		// No stream: the first one takes longer than all the answers
		for (String libraryPackage : LIBRARY_PACKAGES) {
			if (name.startsWith(libraryPackage)) {
				return !name.startsWith(SAMPLE_PACKAGES);
			}
		}
		return false;
	}

	private static boolean isStarter(Class<?> type) {
		// An application may be called like the starter, or be in one jar with it
		return type.getName().startsWith(STARTER_PACKAGES)
				&& type.getProtectionDomain() == TrackedWorkPostProcessor.class.getProtectionDomain();
	}

	@Override
	protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
		ProxyFactory proxyFactory = super.prepareProxyFactory(bean, beanName);
		check(bean.getClass(), beanName, proxyFactory.isProxyTargetClass());
		return proxyFactory;
	}

	private static void check(Class<?> type, String beanName, boolean proxyTargetClass) {
		if (proxyTargetClass && Modifier.isFinal(type.getModifiers())) {
			throw new InvalidShutdownConfigurationException(
					"The bean '%s' has methods with @TrackedWork, and its class %s is final: a proxy cannot extend it."
						.formatted(beanName, type.getName()),
					"Make the class non-final, or call WorkTracker yourself.");
		}
		findMethods(type).stream().filter(TrackedWorkPostProcessor::isNotSeen).findFirst().ifPresent((method) -> {
			throw new InvalidShutdownConfigurationException(
					"The method %s of the bean '%s' has @TrackedWork, and is private, final or static: a proxy cannot see it."
						.formatted(method.getName(), beanName),
					"Make it an ordinary method, or call WorkTracker yourself.");
		});
	}

	private static Set<Method> findMethods(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, TrackedWork.class));
	}

	private static boolean isNotSeen(Method method) {
		int modifiers = method.getModifiers();
		return Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers) || Modifier.isStatic(modifiers);
	}

}
