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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.shutdownspringboot.coordinator.BeanCloser;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.function.SingletonSupplier;

/**
 * Knows the executors of this context, whatever their scope: each is seen when it is made
 * and never made to be seen. Those that nobody holds any more are forgotten.
 */
final class ExecutorBeans implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware, Ordered {

	private final Map<Executor, String> executors = Collections.synchronizedMap(new WeakHashMap<>());

	private final Supplier<InFlightTracker> tasks;

	private final UnpooledExecutors unpooled;

	private final Supplier<List<BeanCloser>> closers;

	private @Nullable DefaultListableBeanFactory beanFactory;

	/**
	 * Make a post-processor.
	 * @param taskTerminationTimeout how long a {@link SimpleAsyncTaskExecutor} waits for
	 * its tasks when it is closed; longer than it will ever be left to wait
	 * @param clock tells the time
	 * @param closers close beans in their own time
	 */
	ExecutorBeans(Supplier<Duration> taskTerminationTimeout, Supplier<ShutdownClock> clock,
			Supplier<List<BeanCloser>> closers) {
		this.closers = SingletonSupplier.of(closers);
		this.tasks = SingletonSupplier.of(() -> new InFlightTracker(clock.get()));
		this.unpooled = new UnpooledExecutors(taskTerminationTimeout, clock, this.tasks);
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof DefaultListableBeanFactory factory) ? factory : null;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof Executor executor) {
			prepare(executor);
		}
		return bean;
	}

	private void prepare(Executor executor) {
		if (ExecutorBean.unwrap(executor) instanceof SimpleAsyncTaskExecutor simple) {
			this.unpooled.prepare(simple);
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Executor) {
			add(bean, beanName);
		}
		return bean;
	}

	private void add(Object bean, String beanName) {
		if (bean instanceof Advised advised && !advised.getTargetSource().isStatic()) {
			// There may be none behind it now, and asking would make one
			return;
		}
		Object target = AopProxyUtils.getSingletonTarget(bean);
		if (((target != null) ? target : bean) instanceof Executor executor
				&& (this.executors.containsKey(executor) || !ExecutorBean.isMeantToStopLater(executor))) {
			prepare(executor);
			this.executors.put(executor, beanName);
		}
	}

	/**
	 * Return the executors that have been made.
	 * @return what to finish
	 */
	List<Finishable> getFinishables() {
		Map<Executor, String> all;
		synchronized (this.executors) {
			all = new LinkedHashMap<>(this.executors);
		}
		Set<Executor> known = new HashSet<>();
		List<Finishable> finishables = new ArrayList<>();
		for (Map.Entry<Executor, String> entry : all.entrySet()) {
			String name = entry.getValue();
			ExecutorBean bean = isClosedElsewhere(name) ? null : ExecutorBean.of(name, entry.getKey());
			if (bean != null && known.add(bean.executor())) {
				finishables.addAll(bean.getFinishables(this.unpooled, () -> doNotWaitFor(name)));
			}
		}
		return finishables;
	}

	/**
	 * Return the executors to stop. From now on somebody takes the tasks that come late.
	 * @return what to stop
	 */
	ExecutorStops getStops() {
		findOthers();
		return ExecutorStops.of(getFinishables(), this.tasks.get());
	}

	private boolean isClosedElsewhere(String name) {
		for (BeanCloser closer : this.closers.get()) {
			if (closer.closes(name)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void afterSingletonsInstantiated() {
		findOthers();
	}

	/**
	 * Find singletons that were made without post-processors.
	 */
	private void findOthers() {
		DefaultListableBeanFactory beanFactory = this.beanFactory;
		if (beanFactory == null) {
			return;
		}
		for (String name : beanFactory.getBeanNamesForType(Executor.class, false, false)) {
			if (beanFactory.containsSingleton(name) && beanFactory.getSingleton(name) instanceof Executor executor) {
				add(executor, name);
			}
		}
	}

	/**
	 * The {@code close} method of an executor of the JDK waits for its tasks without
	 * bound. That has been done: keep Spring from calling it.
	 * @param name the name of the bean
	 */
	private void doNotWaitFor(String name) {
		DefaultListableBeanFactory beanFactory = this.beanFactory;
		if (beanFactory != null && beanFactory.containsSingleton(name)
				&& beanFactory.getSingleton(name) instanceof Executor executor
				&& executor.getClass().getName().startsWith("java.util.concurrent.")) {
			beanFactory.registerDisposableBean(name, () -> {
			});
		}
	}

	@Override
	public int getOrder() {
		// What others wrap is seen as it is
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
