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

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Publishes what happens as events of the application context.
 */
final class ShutdownEventPublisher implements ShutdownListener {

	private static final Logger logger = LoggerFactory.getLogger(ShutdownEventPublisher.class);

	private static final ResolvableType LAST_LISTENER = ResolvableType.forClassWithGenerics(ApplicationListener.class,
			ShutdownCompletedEvent.class);

	private final ConfigurableApplicationContext context;

	private List<ApplicationListener<?>> lastListeners = List.of();

	ShutdownEventPublisher(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void shutdownStarted(ShutdownReport report) {
		this.lastListeners = findLastListeners();
		this.context.publishEvent(new ShutdownStartedEvent(this.context, report));
	}

	@Override
	public void stageStarted(ShutdownReport.Stage stage) {
		this.context.publishEvent(new ShutdownStageEvent(this.context, stage));
	}

	@Override
	public void stageCompleted(ShutdownReport.Stage stage) {
		this.context.publishEvent(new ShutdownStageEvent(this.context, stage));
	}

	@Override
	public void shutdownCompleted(ShutdownReport report) {
		// Spring takes a listener off its list when it destroys the bean. Those that are
		// still there are listed once all the same
		this.lastListeners.forEach(this.context::addApplicationListener);
		try {
			this.context.publishEvent(new ShutdownCompletedEvent(this.context, report));
		}
		catch (BeanCreationNotAllowedException ex) {
			logger.debug("A lazy listener does not hear of the end of the shutdown", ex);
		}
	}

	/**
	 * Find the listeners to the end, and make those that are lazy while that is allowed.
	 * To ask the bean factory for that very type resolves the generics of all beans,
	 * which was the dearest part of a shutdown that has nothing to wait for.
	 * @return the listeners
	 */
	private List<ApplicationListener<?>> findLastListeners() {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		List<ApplicationListener<?>> listeners = new ArrayList<>();
		for (String name : beanFactory.getBeanNamesForType(ApplicationListener.class, false, false)) {
			if (beanFactory.isTypeMatch(name, LAST_LISTENER)) {
				listeners.add(beanFactory.getBean(name, ApplicationListener.class));
			}
		}
		return listeners;
	}

}
