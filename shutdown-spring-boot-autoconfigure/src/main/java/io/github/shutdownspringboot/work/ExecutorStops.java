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

import java.util.ArrayList;
import java.util.List;

import io.github.shutdownspringboot.coordinator.InFlightTracker;

/**
 * The executors that there are to stop, in this order.
 *
 * @param pools pools of which somebody takes the tasks that come late, and schedulers
 * @param others what refuses tasks once it is stopped
 * @param last what takes tasks to the end
 * @param tasks counts the tasks that the last ones have
 */
record ExecutorStops(List<Finishable> pools, List<Finishable> others, List<Finishable> last, InFlightTracker tasks) {

	/**
	 * Put executors into their order.
	 * @param executors the executors
	 * @param tasks counts the tasks of what takes tasks to the end
	 * @return the order
	 */
	static ExecutorStops of(List<Finishable> executors, InFlightTracker tasks) {
		ExecutorStops stops = new ExecutorStops(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), tasks);
		executors.forEach(stops::add);
		return stops;
	}

	private void add(Finishable executor) {
		if (!(executor instanceof PooledTasks pool)) {
			this.last.add(executor);
		}
		else if (pool.isThreadPool()) {
			this.pools.add(pool);
			pool.takeOver(this.tasks).ifPresent(this.last::add);
		}
		else {
			this.others.add(pool);
		}
	}

}
