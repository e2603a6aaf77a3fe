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
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.InitDestroyAnnotationBeanPostProcessor;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

/**
 * A bean that is closed as a client, the way that Spring would have destroyed it. Spring
 * itself is not asked to, because it logs what a destroy method throws and forgets it.
 */
final class BeanTarget implements ClientTarget {

	/**
	 * Stands in for the bean when Spring destroys all beans.
	 */
	private static final DisposableBean CLOSED = () -> {
	};

	/**
	 * What to call when a graceful method has failed. A method {@code close} beside
	 * {@code shutdownNow} is a graceful one: it waits for all that still runs.
	 */
	private static final Map<String, String> HARD = Map.of(CloseMethod.GRACEFUL, CloseMethod.CLOSE, CloseMethod.CLOSE,
			CloseMethod.SHUTDOWN_NOW, CloseMethod.SHUTDOWN, CloseMethod.SHUTDOWN_NOW);

	private final DefaultListableBeanFactory beanFactory;

	private final String beanName;

	private final BeanObjects objects;

	BeanTarget(DefaultListableBeanFactory beanFactory, String beanName, BeanObjects objects) {
		this.beanFactory = beanFactory;
		this.beanName = beanName;
		this.objects = objects;
	}

	@Override
	public @Nullable String getReasonToSkip() {
		// A lazy bean is not created to be closed
		if (!this.beanFactory.containsSingleton(this.beanName)) {
			return "it was never created";
		}
		Object bean = getBean();
		if (BeanObjects.isNull(bean)) {
			return "it is null";
		}
		if (!findMethods(bean).isEmpty()) {
			return null;
		}
		if (isLeftAlone()) {
			return "its destroy method is empty, so it is left alone";
		}
		return (bean instanceof FactoryBean<?> factory && factory.isSingleton() && getProduct() == null)
				? "its factory has not made it" : null;
	}

	/**
	 * Return whether it is known that the bean cannot be closed. Of a bean that was not
	 * created this is not known.
	 * @return whether it exists and has no method that closes it
	 */
	boolean isUncloseable() {
		return getReasonToSkip() == null && findOwnMethods().isEmpty();
	}

	/**
	 * Return whether Spring calls anything to destroy the bean.
	 * @return whether the bean exists and has a destroy method
	 */
	boolean hasDestroyMethod() {
		return this.beanFactory.containsSingleton(this.beanName) && !findMethods(getBean()).isEmpty();
	}

	/**
	 * Return whether there may be many of the bean, none of which is known.
	 * @return whether a factory makes a new one each time and does not close them
	 */
	boolean isMadeAnew() {
		return this.beanFactory.containsSingleton(this.beanName) && getBean() instanceof FactoryBean<?> factory
				&& !factory.isSingleton() && findMethods(factory).isEmpty();
	}

	@Override
	public boolean isDestroyedBySpring() {
		return true;
	}

	@Override
	public List<CloseWay> takeOver() {
		if (isMadeAnew()) {
			throw new IllegalStateException("bean '" + this.beanName + "' is made anew each time");
		}
		Object bean = getBean();
		List<Method> methods = findMethods(bean);
		Object closed = bean;
		if (methods.isEmpty()) {
			closed = Objects.requireNonNullElse(getProduct(), bean);
			methods = DestroyMethods.infer(closed);
		}
		if (methods.isEmpty()) {
			throw new IllegalStateException("bean '" + this.beanName + "' has no method that closes it");
		}
		List<CloseWay> ways = createWays(bean, closed, methods);
		this.beanFactory.registerDisposableBean(this.beanName, CLOSED);
		this.objects.getNames(closed).forEach((name) -> this.beanFactory.registerDisposableBean(name, CLOSED));
		return this.objects.claim(closed) ? ways : List.of();
	}

	private List<CloseWay> createWays(Object bean, Object closed, List<Method> methods) {
		List<Method> others = methods.subList(0, methods.size() - 1);
		Method last = methods.get(methods.size() - 1);
		if (CloseMethod.CLOSE.equals(last.getName()) && isInferred()) {
			Method graceful = DestroyMethods.findPublic(closed, CloseMethod.GRACEFUL);
			if (graceful != null && !others.contains(graceful)) {
				last = graceful;
			}
		}
		List<Method> all = new ArrayList<>(others);
		all.add(last);
		List<CloseWay> ways = new ArrayList<>();
		ways.add(new CloseWay(describe(last), () -> destroy(bean, closed, all)));
		String hardName = HARD.get(last.getName());
		Method hard = (hardName != null) ? DestroyMethods.findPublic(closed, hardName) : null;
		if (hard != null && !others.contains(hard)) {
			ways.add(new CloseWay(describe(hard), new CloseMethod(closed, hard)));
		}
		return ways;
	}

	private static String describe(Method method) {
		return method.getName() + "()";
	}

	/**
	 * Return whether nobody has named the destroy method of the bean. Ahead-of-time
	 * processing names all of them.
	 * @return whether it is inferred
	 */
	private boolean isInferred() {
		String[] names = getDefinition().getDestroyMethodNames();
		return ObjectUtils.isEmpty(names) || names[0].equals(AbstractBeanDefinition.INFER_METHOD)
				|| AotDetector.useGeneratedArtifacts();
	}

	private boolean isLeftAlone() {
		String[] names = getDefinition().getDestroyMethodNames();
		return names != null && names.length == 1 && !StringUtils.hasLength(names[0]);
	}

	private RootBeanDefinition getDefinition() {
		if (!this.beanFactory.containsBeanDefinition(this.beanName)) {
			// Registered as an object
			return new RootBeanDefinition(getBean().getClass());
		}
		return (RootBeanDefinition) this.beanFactory.getMergedBeanDefinition(this.beanName);
	}

	private Object getBean() {
		return this.objects.getBean(this.beanName);
	}

	private @Nullable Object getProduct() {
		return this.objects.getProduct(this.beanName);
	}

	private List<Method> findMethods(Object bean) {
		return this.beanFactory.containsBeanDefinition(this.beanName) ? DestroyMethods.find(bean, getDefinition())
				: List.of();
	}

	private List<Method> findOwnMethods() {
		Object bean = getBean();
		List<Method> methods = findMethods(bean);
		return methods.isEmpty() ? DestroyMethods.infer(Objects.requireNonNullElse(getProduct(), bean)) : methods;
	}

	/**
	 * Do all that Spring does to destroy a bean. What fails keeps nothing else from being
	 * done, and the first failure is the one that is told.
	 * @param bean the bean as it was created
	 * @param closed the bean, or what it has produced if that is to be closed
	 * @param methods the methods to call
	 * @throws Throwable the first failure
	 */
	private void destroy(Object bean, Object closed, List<Method> methods) throws Throwable {
		List<CloseAction> actions = new ArrayList<>();
		this.beanFactory.getBeanPostProcessors()
			.stream()
			// Calls the annotated methods, which are among ours, and tells nobody how it
			// went
			.filter((processor) -> !(processor instanceof InitDestroyAnnotationBeanPostProcessor))
			.filter(DestructionAwareBeanPostProcessor.class::isInstance)
			.map(DestructionAwareBeanPostProcessor.class::cast)
			.filter((processor) -> processor.requiresDestruction(bean))
			.forEach((processor) -> actions.add(() -> processor.postProcessBeforeDestruction(bean, this.beanName)));
		methods.forEach((method) -> actions.add(new CloseMethod(closed, method)));
		Throwable failure = null;
		for (CloseAction action : actions) {
			failure = collect(failure, action);
			if (failure instanceof InterruptedException) {
				// The time is over: a harder way may be on its way
				break;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	private static @Nullable Throwable collect(@Nullable Throwable failure, CloseAction action) {
		try {
			action.close();
			return failure;
		}
		catch (Throwable ex) {
			if (failure == null) {
				return ex;
			}
			if (failure != ex) {
				failure.addSuppressed(ex);
			}
			return failure;
		}
	}

}
