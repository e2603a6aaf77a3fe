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

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;

import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ClassUtils;

/**
 * An executor that the work stage stops.
 *
 * @param name the name of the bean
 * @param bean the bean
 * @param executor what it runs its tasks with: itself, or what it wraps
 */
record ExecutorBean(String name, Executor bean, Executor executor) {

	/**
	 * Look at a bean.
	 * @param name its name
	 * @param bean the bean
	 * @return what it is, or {@code null} if it is not for us to stop
	 */
	static @Nullable ExecutorBean of(String name, Executor bean) {
		Executor executor = unwrap(bean);
		boolean stoppable = executor instanceof SimpleAsyncTaskExecutor
				|| (executor instanceof ExecutorService service && !isSharedWithOthers(service));
		return stoppable ? new ExecutorBean(name, bean, executor) : null;
	}

	/**
	 * Return what a bean runs its tasks with.
	 * @param bean the bean
	 * @return itself, or what it wraps
	 */
	static Executor unwrap(Executor bean) {
		try {
			if (bean instanceof ThreadPoolTaskExecutor pool) {
				return pool.getThreadPoolExecutor();
			}
			if (bean instanceof ThreadPoolTaskScheduler scheduler) {
				return scheduler.getScheduledExecutor();
			}
		}
		catch (IllegalStateException ex) {
			// Not initialized: it has no tasks
			return bean;
		}
		return (bean instanceof ConcurrentTaskExecutor wrapper) ? wrapper.getConcurrentExecutor() : bean;
	}

	/**
	 * Whether beans that are destroyed after this stage are to find it at work: it is
	 * stopped by Spring, as it always is.
	 * @param bean the bean
	 * @return whether it is
	 */
	static boolean isMeantToStopLater(Executor bean) {
		return bean instanceof ExecutorConfigurationSupport executor
				&& (executor.getPhase() < ShutdownPhases.WORK || Boolean.TRUE
					.equals(new DirectFieldAccessor(executor).getPropertyValue("acceptTasksAfterContextClose")));
	}

	/**
	 * The common pool belongs to the JVM, and event loops to clients that are still open.
	 * @param executor the executor
	 * @return whether it is one of those
	 */
	private static boolean isSharedWithOthers(ExecutorService executor) {
		return executor == ForkJoinPool.commonPool() || ClassUtils.getAllInterfacesForClassAsSet(executor.getClass())
			.stream()
			.anyMatch((type) -> type.getName().equals("io.netty.util.concurrent.EventExecutorGroup"));
	}

	/**
	 * Return what there is to finish.
	 * @param unpooled know executors without a pool
	 * @param doNotWaitAgain called when its time is over: nobody is to wait for it when
	 * the bean is destroyed
	 * @return what to finish
	 */
	List<Finishable> getFinishables(UnpooledExecutors unpooled, Runnable doNotWaitAgain) {
		if (this.executor instanceof SimpleAsyncTaskExecutor simple) {
			return unpooled.getFinishables(this.name, simple);
		}
		return List.of(new PooledTasks(this.name, (ExecutorService) this.executor,
				(this.bean instanceof ExecutorConfigurationSupport support) ? () -> doNotWait(support)
						: doNotWaitAgain));
	}

	private static void doNotWait(ExecutorConfigurationSupport support) {
		support.setWaitForTasksToCompleteOnShutdown(false);
		support.setAwaitTerminationMillis(0);
	}

}
