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

package io.github.shutdownspringboot.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Knows where the context is in its closing, outside of our stages. Spring tells nobody,
 * so there is a marker in each phase, which is stopped like any other lifecycle bean; and
 * the stack of the thread that closes the context tells the rest.
 */
final class LifecycleWatch {

	private static final String MARKER_BEAN_PREFIX = "shutdownPhase.";

	private static final String PROCESSOR = DefaultLifecycleProcessor.class.getName();

	private static final String STAGE = StageExecution.class.getName();

	private static final String COORDINATOR = DefaultShutdownCoordinator.class.getName();

	private final ShutdownClock clock;

	private final Runnable whenPhaseIsAwaited;

	private final Thread closingThread = Thread.currentThread();

	private final Map<String, Lifecycle> beans = new HashMap<>();

	private final Set<Integer> stagePhases = new HashSet<>();

	private volatile Position position;

	private volatile boolean interrupted;

	private LifecycleWatch(ShutdownClock clock, Runnable whenPhaseIsAwaited) {
		this.clock = clock;
		this.whenPhaseIsAwaited = whenPhaseIsAwaited;
		this.position = new Position(null, clock.nanoTime());
	}

	/**
	 * Find the lifecycle beans that have been made.
	 * @param beanFactory the beans of a context
	 * @return the beans by their names
	 */
	static Map<String, Lifecycle> findBeans(ConfigurableListableBeanFactory beanFactory) {
		Map<String, Lifecycle> beans = new HashMap<>();
		for (String beanName : beanFactory.getBeanNamesForType(Lifecycle.class, false, false)) {
			// A factory of other beans may be one itself
			String name = BeanFactoryUtils.transformedBeanName(beanName);
			if (beanFactory.containsSingleton(name) && beanFactory.getSingleton(name) instanceof Lifecycle bean
					&& !(bean instanceof DefaultLifecycleProcessor)) {
				beans.put(name, bean);
			}
		}
		return beans;
	}

	/**
	 * Watch the closing of a context, on the thread that closes it and before the first
	 * phase.
	 * @param beans the {@link #findBeans lifecycle beans}
	 * @param beanFactory the beans of the context
	 * @param clock tells the time
	 * @param whenPhaseIsAwaited called on that thread when the beans of a phase have been
	 * asked to stop, before it waits for them
	 * @return the watch
	 */
	static LifecycleWatch begin(Map<String, Lifecycle> beans, ConfigurableListableBeanFactory beanFactory,
			ShutdownClock clock, Runnable whenPhaseIsAwaited) {
		LifecycleWatch watch = new LifecycleWatch(clock, whenPhaseIsAwaited);
		Set<Integer> phases = new TreeSet<>(List.of(Integer.MIN_VALUE));
		beans.forEach((name, bean) -> {
			if (bean instanceof StageLifecycle) {
				watch.stagePhases.add(getPhase(bean));
			}
			else {
				watch.beans.put(name, bean);
				phases.add(getPhase(bean));
			}
		});
		phases.forEach((phase) -> beanFactory.registerSingleton(MARKER_BEAN_PREFIX + phase, watch.new Marker(phase)));
		return watch;
	}

	private static int getPhase(Lifecycle bean) {
		return (bean instanceof Phased phased) ? phased.getPhase() : 0;
	}

	/**
	 * The closing has come to a phase. Called on the closing thread, by our stages and by
	 * the markers of all other phases.
	 * @param phase the phase
	 */
	void enter(int phase) {
		if (this.interrupted) {
			// That was meant for a bean before
			this.interrupted = false;
			Thread.interrupted();
		}
		this.position = new Position(phase, this.clock.nanoTime());
	}

	/**
	 * Look where the closing of the context is now. Asks nobody.
	 * @return what was seen
	 */
	Look look() {
		Position position = this.position;
		StackTraceElement[] stack = this.closingThread.getStackTrace();
		Duration age = Duration.ofNanos(this.clock.nanoTime() - position.sinceNanos());
		return new Look(findBlocked(stack, age), isWaitingForPhase(stack) ? position.phase() : null, age);
	}

	private ShutdownReport.@Nullable Unfinished findBlocked(StackTraceElement[] stack, Duration age) {
		int stop = indexOf(stack, PROCESSOR, "doStop");
		if (stop > 0) {
			// A stage that has a thread of its own holds nobody here
			return (ThreadStack.isIn(stack, StageLifecycle.class) && indexOf(stack, STAGE, "run") < 0) ? null
					: describe("stop of " + describeStopped(stack, stop), age);
		}
		// The coordinator, when it is destroyed, waits for what looks
		return (stack.length == 0 || isWaitingForPhase(stack) || indexOf(stack, COORDINATOR, "destroy") >= 0) ? null
				: describe("close of the application context", age);
	}

	/**
	 * Interrupt what the closing thread calls.
	 */
	void interrupt() {
		this.interrupted = true;
		this.closingThread.interrupt();
	}

	private static boolean isWaitingForPhase(StackTraceElement[] stack) {
		return indexOf(stack, PROCESSOR + "$LifecycleGroup", "stop") >= 0 && indexOf(stack, PROCESSOR, "doStop") < 0;
	}

	private ShutdownReport.Unfinished describe(String what, Duration age) {
		return ShutdownReport.Unfinished.of(what, age, this.closingThread);
	}

	private static int indexOf(StackTraceElement[] stack, String type, String method) {
		for (int i = 0; i < stack.length; i++) {
			if (stack[i].getClassName().equals(type) && stack[i].getMethodName().equals(method)) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Find the bean that is being stopped by its class: the outermost call that is one of
	 * a bean, because Spring calls it and it may call others.
	 * @param stack the stack of the closing thread
	 * @param end where Spring calls it
	 * @return the bean, or beans if there are several of one class
	 */
	private String describeStopped(StackTraceElement[] stack, int end) {
		for (int i = end - 1; i >= 0; i--) {
			String type = stack[i].getClassName();
			List<String> names = this.beans.entrySet()
				.stream()
				.filter((entry) -> isInHierarchy(entry.getValue().getClass(), type))
				.map((entry) -> "'" + entry.getKey() + "'")
				.toList();
			if (!names.isEmpty()) {
				return "lifecycle bean " + String.join(" or ", names);
			}
		}
		return "a lifecycle bean";
	}

	private static boolean isInHierarchy(Class<?> type, String name) {
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			if (current.getName().equals(name)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Describe the beans of a phase that have been asked to stop. Those that still say
	 * that they run are meant, or, if there are none, any may be the one that does not
	 * call back, unless one of our stages is, which knows better.
	 * @param phase the phase
	 * @param age how long it has taken
	 * @return the beans
	 */
	private List<ShutdownReport.Unfinished> describePhase(int phase, Duration age) {
		Map<String, Lifecycle> candidates = new HashMap<>(this.beans);
		candidates.values().removeIf((bean) -> safePhase(bean) != phase);
		if (this.stagePhases.contains(phase) || candidates.values().stream().anyMatch(LifecycleWatch::isRunning)) {
			candidates.values().removeIf((bean) -> !isRunning(bean));
		}
		if (candidates.isEmpty()) {
			return List.of();
		}
		Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
		List<ShutdownReport.Unfinished> unfinished = new ArrayList<>();
		candidates.forEach((name, bean) -> unfinished.add(describeWaiting(name, bean, age, stacks)));
		return unfinished;
	}

	private ShutdownReport.Unfinished describeWaiting(String name, Lifecycle bean, Duration age,
			Map<Thread, StackTraceElement[]> stacks) {
		String what = "lifecycle bean '%s' in phase %d, which has not called back".formatted(name, safePhase(bean));
		return stacks.entrySet()
			.stream()
			.filter((entry) -> entry.getKey() != this.closingThread
					&& ThreadStack.isIn(entry.getValue(), bean.getClass()))
			.findFirst()
			.map((entry) -> new ShutdownReport.Unfinished(what, age, entry.getKey().getName(),
					ThreadStack.describe(entry.getValue())))
			.orElseGet(() -> ShutdownReport.Unfinished.of(what, age));
	}

	private static boolean isRunning(Lifecycle bean) {
		try {
			return bean.isRunning();
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static int safePhase(Lifecycle bean) {
		try {
			return getPhase(bean);
		}
		catch (RuntimeException ex) {
			return Integer.MIN_VALUE;
		}
	}

	/**
	 * Where the closing was at one moment.
	 */
	final class Look {

		private final ShutdownReport.@Nullable Unfinished blocked;

		private final @Nullable Integer awaitedPhase;

		private final Duration age;

		private Look(ShutdownReport.@Nullable Unfinished blocked, @Nullable Integer awaitedPhase, Duration age) {
			this.blocked = blocked;
			this.awaitedPhase = awaitedPhase;
			this.age = age;
		}

		/**
		 * Return what the closing thread called.
		 * @return the call, {@code null} if the thread waited for the end of a phase or
		 * had ended
		 */
		ShutdownReport.@Nullable Unfinished getBlocked() {
			return this.blocked;
		}

		/**
		 * Return what the closing of the context waited for, apart from our stages. Asks
		 * beans of the application, which may block.
		 * @return the lifecycle beans that were being stopped, or what the closing thread
		 * did
		 */
		List<ShutdownReport.Unfinished> getUnfinished() {
			if (this.blocked != null) {
				return List.of(this.blocked);
			}
			return (this.awaitedPhase != null) ? describePhase(this.awaitedPhase, this.age) : List.of();
		}

	}

	/**
	 * Where the closing is.
	 *
	 * @param phase the phase that is waited for, {@code null} before the first
	 * @param sinceNanos since when
	 */
	private record Position(@Nullable Integer phase, long sinceNanos) {

	}

	/**
	 * Is stopped when its phase is, after the beans of the application.
	 */
	private final class Marker implements SmartLifecycle {

		private final int phase;

		private volatile boolean running = true;

		Marker(int phase) {
			this.phase = phase;
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
			this.running = false;
			enter(this.phase);
			LifecycleWatch.this.whenPhaseIsAwaited.run();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
