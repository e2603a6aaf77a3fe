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

	private final Map<MethodClassKey, TrackedMethod> methods = new ConcurrentHashMap<>();

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
		TrackedMethod method = getMethod(invocation);
		WorkItem item = TrackedAsyncInterceptor.take(invocation);
		if (item == null && isReactive(method.returnType())) {
			return track(invocation, method, invocation.proceed());
		}
		return invoke(invocation, method, (item != null) ? item : begin(method));
	}

	private @Nullable Object invoke(MethodInvocation invocation, TrackedMethod method, WorkItem item) throws Throwable {
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
			return track(invocation, method, result);
		}
		finally {
			if (!goesOn) {
				item.close();
			}
		}
	}

	/**
	 * Make each subscription to a result a piece of work, if it is reactive: the method
	 * may be declared to return no more than an object.
	 * @param invocation the call
	 * @param method what was called
	 * @param result what it has returned
	 * @return what to return instead
	 */
	private @Nullable Object track(MethodInvocation invocation, TrackedMethod method, @Nullable Object result) {
		ReactiveWork reactive = getCollaborators().reactive();
		if (result == null || reactive == null || !reactive.isReactive(result.getClass())) {
			return result;
		}
		Object tracked = reactive.track(result, (enclosing) -> begin(method, enclosing));
		return invocation.getMethod().getReturnType().isInstance(tracked) ? tracked : result;
	}

	private boolean isReactive(Class<?> returnType) {
		ReactiveWork reactive = getCollaborators().reactive();
		return reactive != null && reactive.isReactive(returnType);
	}

	/**
	 * Begin the work of a call.
	 * @param invocation the call
	 * @return the work
	 */
	WorkItem begin(MethodInvocation invocation) {
		return begin(getMethod(invocation));
	}

	private WorkItem begin(TrackedMethod method) {
		return begin(method, WorkItem.current());
	}

	private WorkItem begin(TrackedMethod method, @Nullable WorkItem enclosing) {
		return getCollaborators().tracker().begin(method.name(), null, enclosing);
	}

	private static void endWith(CompletionStage<?> stage, WorkItem item) {
		if (stage instanceof CompletableFuture<?> future) {
			item.whenCut(() -> future.completeExceptionally(item.refusal()));
		}
		stage.whenComplete((result, ex) -> item.close());
	}

	private TrackedMethod getMethod(MethodInvocation invocation) {
		Object target = invocation.getThis();
		Method method = invocation.getMethod();
		Class<?> targetClass = (target != null) ? AopUtils.getTargetClass(target) : method.getDeclaringClass();
		return this.methods.computeIfAbsent(new MethodClassKey(method, targetClass),
				(key) -> TrackedMethod.of(method, targetClass));
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

	/**
	 * A method as the class of the bean has it.
	 *
	 * @param name what its work is called
	 * @param returnType what it returns
	 */
	private record TrackedMethod(String name, Class<?> returnType) {

		static TrackedMethod of(Method method, Class<?> targetClass) {
			Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
			TrackedWork annotation = AnnotatedElementUtils.findMergedAnnotation(specific, TrackedWork.class);
			String name = (annotation != null && !annotation.value().isBlank()) ? annotation.value()
					: ClassUtils.getShortName(targetClass) + "." + method.getName();
			return new TrackedMethod(name, specific.getReturnType());
		}

	}

	private record Collaborators(DefaultWorkTracker tracker, @Nullable ReactiveWork reactive) {

	}

}
