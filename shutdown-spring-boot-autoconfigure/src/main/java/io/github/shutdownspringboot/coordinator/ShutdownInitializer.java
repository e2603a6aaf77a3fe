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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the plan when all beans exist: puts each {@link ShutdownStage} of this context
 * into its lifecycle phase and has the coordinator told when this context closes. The
 * lifecycle beans are registered here and not defined as beans, so that nothing can
 * depend on them.
 * <p>
 * Spring creates it, and with it the coordinator, ahead of ordinary beans. What is
 * created first is destroyed last: the shutdown is not over before the beans of the
 * application are destroyed.
 */
final class ShutdownInitializer implements BeanFactoryInitializer<ListableBeanFactory>, SmartInitializingSingleton {

	private static final String LIFECYCLE_BEAN_PREFIX = "shutdownStage.";

	private static final String LISTENERS_BEAN = "shutdownListeners";

	private final ConfigurableApplicationContext context;

	private final DefaultShutdownCoordinator coordinator;

	private final ShutdownEvents events;

	private final ShutdownReportSinks reportSinks;

	private final ShutdownClock clock;

	private final CoordinatorProperties properties;

	private final ShutdownLog log;

	ShutdownInitializer(ConfigurableApplicationContext context, DefaultShutdownCoordinator coordinator,
			ShutdownEvents events, ShutdownReportSinks reportSinks, ShutdownClock clock,
			CoordinatorProperties properties, ShutdownLog log) {
		this.context = context;
		this.coordinator = coordinator;
		this.events = events;
		this.reportSinks = reportSinks;
		this.clock = clock;
		this.properties = properties;
		this.log = log;
	}

	@Override
	public void initialize(ListableBeanFactory beanFactory) {
		// To have been created is all
	}

	@Override
	public void afterSingletonsInstantiated() {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		List<StageExecution> executions = new ArrayList<>();
		for (ShutdownStage stage : getStages(beanFactory)) {
			StageExecution execution = new StageExecution(stage, this.clock);
			executions.add(execution);
			beanFactory.registerSingleton(LIFECYCLE_BEAN_PREFIX + execution.getName(),
					new StageLifecycle(execution.getPhase(), (callback) -> this.coordinator.run(execution, callback)));
		}
		beanFactory.registerSingleton(LISTENERS_BEAN,
				new StageLifecycle(ShutdownPhases.LISTENERS, this.coordinator::awaitListeners));
		List<StatusContributor> contributors = getBeans(beanFactory, StatusContributor.class);
		List<ProcessEnd> processEnds = getBeans(beanFactory, ProcessEnd.class);
		Supplier<Map<String, Lifecycle>> lifecycleBeans = SingletonSupplier
			.of(() -> LifecycleWatch.findBeans(beanFactory));
		ShutdownPlan plan = new ShutdownPlan(executions,
				() -> getPhaseTimeouts(lifecycleBeans.get().values(), beanFactory, executions),
				() -> LifecycleWatch.begin(lifecycleBeans.get(), beanFactory, this.clock,
						this.coordinator::limitPhases),
				() -> contributors.stream().flatMap((contributor) -> contributor.getClients().stream()).toList(),
				processEnds.isEmpty() ? null : processEnds.get(0));
		this.coordinator.plan(plan);
		List<ShutdownListener> listeners = new ArrayList<>();
		listeners.add(new ShutdownEventPublisher(this.context));
		listeners.addAll(getBeans(beanFactory, ShutdownListener.class));
		AnnotationAwareOrderComparator.sort(listeners);
		this.events.setListeners(listeners);
		this.reportSinks.set(getBeans(beanFactory, ShutdownReportSink.class));
		List<TriggerSource> triggers = getBeans(beanFactory, TriggerSource.class);
		this.context.addApplicationListener(new ContextClosedListener(this.context, this.coordinator, triggers));
		checkBudget(plan);
		for (StartupCheck check : getBeans(beanFactory, StartupCheck.class)) {
			this.log.warning(check.check());
		}
	}

	private void checkBudget(ShutdownPlan plan) {
		Duration worstCase = this.coordinator.getWorstCase();
		this.log.planned(plan.stages(), worstCase, this.properties.getTerminationGracePeriod());
		ShutdownBudget budget = new ShutdownBudget(this.properties.getTimeout(), worstCase,
				this.properties.getPreStop(), this.properties.getTerminationGracePeriod());
		if (!budget.isOverrun()) {
			return;
		}
		if (this.properties.isStrictBudget()) {
			throw budget.toException();
		}
		this.log.warning(budget.describe() + " " + budget.remedy());
	}

	private static @Nullable PhaseTimeouts getPhaseTimeouts(Collection<Lifecycle> lifecycleBeans,
			ConfigurableListableBeanFactory beanFactory, List<StageExecution> stages) {
		return PhaseTimeouts.of(lifecycleBeans,
				beanFactory.getBean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME), stages,
				getBeans(beanFactory, PhaseTimeout.class));
	}

	/**
	 * Find beans of this context. A parent context has a shutdown of its own.
	 * @param <T> the type of the beans
	 * @param beanFactory where to look
	 * @param type the type of the beans
	 * @return the beans in their order
	 */
	private static <T> List<T> getBeans(ConfigurableListableBeanFactory beanFactory, Class<T> type) {
		List<T> beans = new ArrayList<>(beanFactory.getBeansOfType(type, false, true).values());
		AnnotationAwareOrderComparator.sort(beans);
		return beans;
	}

	/**
	 * Find the stages. Those of a parent context are run by the parent.
	 * @param beanFactory where to look
	 * @return the stages, each with a name of its own
	 */
	private static Collection<ShutdownStage> getStages(ConfigurableListableBeanFactory beanFactory) {
		Map<String, ShutdownStage> stages = beanFactory.getBeansOfType(ShutdownStage.class, false, true);
		Map<String, String> beanNames = new HashMap<>();
		for (Map.Entry<String, ShutdownStage> entry : stages.entrySet()) {
			ShutdownStage stage = entry.getValue();
			String name = stage.getName();
			String other = beanNames.put(name, entry.getKey());
			if (other != null) {
				throw new InvalidShutdownConfigurationException(
						"The beans '%s' and '%s' are both a shutdown stage named '%s'.".formatted(other, entry.getKey(),
								name),
						"Give each stage a name of its own.");
			}
			if (stage.getTimeout().isNegative()) {
				throw new InvalidShutdownConfigurationException(
						"The shutdown stage '%s' has a timeout of %s.".formatted(name, stage.getTimeout()),
						"Give it a timeout of zero or more.");
			}
		}
		return stages.values();
	}

	/**
	 * Announces the shutdown when this context closes, before any other listener learns
	 * of it; a child context that closes is no business of ours.
	 */
	private record ContextClosedListener(ConfigurableApplicationContext context, DefaultShutdownCoordinator coordinator,
			List<TriggerSource> triggers) implements ApplicationListener<ContextClosedEvent>, Ordered {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			if (event.getApplicationContext() != this.context) {
				return;
			}
			for (TriggerSource source : this.triggers) {
				String trigger = source.getTrigger();
				if (trigger != null) {
					this.coordinator.announce(trigger);
					return;
				}
			}
			this.coordinator.announce(TriggerSource.CONTEXT_CLOSE);
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
