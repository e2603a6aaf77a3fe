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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Makes each call of a method with {@link TrackedWork @TrackedWork} a piece of work.
 */
final class TrackedWorkInterceptor implements MethodInterceptor {

	private final BeanFactory beanFactory;

	private final Map<MethodClassKey, String> names = new ConcurrentHashMap<>();

	private volatile @Nullable Collaborators collaborators;

	/**
	 * Make an interceptor.
	 * @param beanFactory has what it needs, which must not be made as early as it is
	 */
	TrackedWorkInterceptor(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? AopUtils.getTargetClass(target)
				: invocation.getMethod().getDeclaringClass();
		String name = getName(invocation.getMethod(), targetClass);
		Collaborators collaborators = getCollaborators();
		Class<?> returnType = invocation.getMethod().getReturnType();
		ReactiveWork reactive = collaborators.reactive();
		if (reactive != null && reactive.isReactive(returnType)) {
			Object result = invocation.proceed();
			return (result != null) ? reactive.track(returnType, result, () -> collaborators.tracker().begin(name))
					: null;
		}
		return invoke(invocation, collaborators.tracker().begin(name));
	}

	private static @Nullable Object invoke(MethodInvocation invocation, WorkItem item) throws Throwable {
		boolean goesOn = false;
		try {
			WorkItem enclosing = item.enter();
			Object result;
			try {
				result = invocation.proceed();
			}
			finally {
				item.leave(enclosing);
			}
			if (result instanceof CompletionStage<?> stage) {
				goesOn = true;
				endWith(stage, item);
			}
			return result;
		}
		finally {
			if (!goesOn) {
				item.close();
			}
		}
	}

	private static void endWith(CompletionStage<?> stage, WorkItem item) {
		if (stage instanceof CompletableFuture<?> future) {
			item.whenCut(() -> future.completeExceptionally(item.refusal()));
		}
		stage.whenComplete((result, ex) -> item.close());
	}

	private String getName(Method method, Class<?> targetClass) {
		return this.names.computeIfAbsent(new MethodClassKey(method, targetClass), (key) -> {
			Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
			TrackedWork annotation = AnnotatedElementUtils.findMergedAnnotation(specific, TrackedWork.class);
			return (annotation != null && !annotation.value().isBlank()) ? annotation.value()
					: ClassUtils.getShortName(targetClass) + "." + method.getName();
		});
	}

	private Collaborators getCollaborators() {
		Collaborators collaborators = this.collaborators;
		if (collaborators == null) {
			collaborators = new Collaborators(this.beanFactory.getBean(DefaultWorkTracker.class),
					this.beanFactory.getBeanProvider(ReactiveWork.class).getIfAvailable());
			this.collaborators = collaborators;
		}
		return collaborators;
	}

	private record Collaborators(DefaultWorkTracker tracker, @Nullable ReactiveWork reactive) {

	}

}
