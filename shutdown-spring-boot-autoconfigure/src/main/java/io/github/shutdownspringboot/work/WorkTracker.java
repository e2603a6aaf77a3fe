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

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Knows the background work of the application, so that a shutdown waits for it. Work is
 * refused once the shutdown has come to its {@code work} stage, after the last request
 * has ended. What is still at work when {@code shutdown.work.timeout} is over is
 * interrupted, and handed to the {@link UnfinishedWorkHandler}s.
 * <p>
 * Work that begins on the thread of other work, while that runs, belongs to it and is not
 * refused before the time is over. All methods may be called from any thread.
 *
 * @since 0.1.0
 */
public interface WorkTracker {

	/**
	 * Run something on this thread, which is interrupted if the time is over before it
	 * ends.
	 * @param name what it is, for logs and reports
	 * @param work what to run
	 * @throws ShutdownInProgressException if work is not accepted any more
	 */
	default void run(String name, Runnable work) {
		begin(name).run(work);
	}

	/**
	 * Call something on this thread, which is interrupted if the time is over before it
	 * ends.
	 * @param <T> the type of the result
	 * @param name what it is, for logs and reports
	 * @param work what to call
	 * @return its result
	 * @throws ShutdownInProgressException if work is not accepted any more
	 * @throws Exception if the work fails
	 */
	default <T extends @Nullable Object> T call(String name, Callable<T> work) throws Exception {
		return begin(name).call(work);
	}

	/**
	 * Begin work that ends when {@link Work#close()} is called, maybe on another thread.
	 * @param name what it is, for logs and reports
	 * @return the work
	 * @throws ShutdownInProgressException if work is not accepted any more
	 */
	default Work begin(String name) {
		return begin(name, null);
	}

	/**
	 * Begin work that ends when {@link Work#close()} is called, maybe on another thread.
	 * @param name what it is, for logs and reports
	 * @param payload what it takes to do the work again, in words of the application: an
	 * id, a JSON document. It goes to the {@link UnfinishedWorkHandler}s; if none of them
	 * takes it, to the report and the log
	 * @return the work
	 * @throws ShutdownInProgressException if work is not accepted any more
	 */
	Work begin(String name, @Nullable String payload);

	/**
	 * Wait for a thread in the {@code work} stage. It is not told to stop: that is for
	 * the application to do, with
	 * {@link io.github.shutdownspringboot.coordinator.ShutdownCoordinator#onShutdown(Runnable)}
	 * for example. It is interrupted if the time is over before it ends.
	 * @param thread the thread, started or not
	 * @throws ShutdownInProgressException if work is not accepted any more
	 */
	void join(Thread thread);

	/**
	 * One piece of work. It may be begun on one thread, run on another and ended on a
	 * third.
	 */
	interface Work extends AutoCloseable {

		/**
		 * Return the id that logs, reports and handlers know the work by.
		 * @return the id, different from that of any other work
		 */
		String getId();

		/**
		 * Do the work, or its last part, on this thread, and end it. The thread is
		 * interrupted if the time is over before that.
		 * @param work what to run
		 * @throws ShutdownInProgressException if the time was over before it could begin:
		 * the work was handed over as unfinished
		 * @throws IllegalStateException if the work has ended, or another thread does it
		 */
		void run(Runnable work);

		/**
		 * Do the work, or its last part, on this thread, and end it. The thread is
		 * interrupted if the time is over before that.
		 * @param <T> the type of the result
		 * @param work what to call
		 * @return its result
		 * @throws ShutdownInProgressException if the time was over before it could begin:
		 * the work was handed over as unfinished
		 * @throws IllegalStateException if the work has ended, or another thread does it
		 * @throws Exception if the work fails
		 */
		<T extends @Nullable Object> T call(Callable<T> work) throws Exception;

		/**
		 * The work has ended, well or not. Calls after the first do nothing.
		 */
		@Override
		void close();

	}

}
