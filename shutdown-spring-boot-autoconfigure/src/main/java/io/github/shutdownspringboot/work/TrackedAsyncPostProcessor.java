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

import java.util.Arrays;
import java.util.List;

import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.Pointcuts;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts a {@link TrackedAsyncInterceptor} around the advice of {@code @Async}, which has
 * put itself around that of {@link TrackedWork @TrackedWork}. It has no order, and so
 * comes after all that have one.
 */
final class TrackedAsyncPostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			List<Advisor> advisors = Arrays.asList(advised.getAdvisors());
			PointcutAdvisor async = find(advisors, AsyncExecutionInterceptor.class);
			PointcutAdvisor tracked = find(advisors, TrackedWorkInterceptor.class);
			if (async != null && tracked != null && advisors.indexOf(async) < advisors.indexOf(tracked)) {
				advised.addAdvisor(advisors.indexOf(async), around(async, tracked));
			}
		}
		return bean;
	}

	private static @Nullable PointcutAdvisor find(List<Advisor> advisors, Class<? extends Advice> advice) {
		return advisors.stream()
			.filter((advisor) -> advice.isInstance(advisor.getAdvice()))
			.map((advisor) -> (advisor instanceof PointcutAdvisor found) ? found : null)
			.findFirst()
			.orElse(null);
	}

	private static Advisor around(PointcutAdvisor async, PointcutAdvisor tracked) {
		return new DefaultPointcutAdvisor(Pointcuts.intersection(async.getPointcut(), tracked.getPointcut()),
				new TrackedAsyncInterceptor((TrackedWorkInterceptor) tracked.getAdvice()));
	}

}
