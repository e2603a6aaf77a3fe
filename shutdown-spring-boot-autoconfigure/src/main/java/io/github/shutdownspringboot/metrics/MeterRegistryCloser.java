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

package io.github.shutdownspringboot.metrics;

import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Takes from Spring Boot's listener, which closes all meter registries as soon as the
 * context begins to close, the event that it waits for, and gives it to the listener when
 * it is asked to. Where there is no such listener, nothing is changed.
 */
final class MeterRegistryCloser implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(MeterRegistryCloser.class);

	private static final String LISTENER = "meterRegistryCloser";

	private final ConfigurableApplicationContext context;

	private volatile boolean deferred;

	MeterRegistryCloser(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void afterSingletonsInstantiated() {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		if (!beanFactory.containsLocalBean(LISTENER) || !beanFactory.isTypeMatch(LISTENER, ApplicationListener.class)) {
			logger.debug("There is no listener '{}': meter registries are closed by whoever closes them", LISTENER);
			return;
		}
		beanFactory
			.getBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
					ApplicationEventMulticaster.class)
			.removeApplicationListenerBean(LISTENER);
		// With lazy initialization it does not exist yet, and may stay so
		if (beanFactory.getSingleton(LISTENER) instanceof ApplicationListener<?> listener) {
			this.context.removeApplicationListener(listener);
		}
		this.deferred = true;
	}

	/**
	 * Return whether the registries are left to this object to close.
	 * @return whether there is something to close
	 */
	boolean isDeferred() {
		return this.deferred;
	}

	/**
	 * Close all registries. Those that push publish once more.
	 */
	@SuppressWarnings("unchecked")
	void close() {
		if (this.deferred) {
			Object listener = Objects.requireNonNull(this.context.getBean(LISTENER));
			((ApplicationListener<ContextClosedEvent>) listener)
				.onApplicationEvent(new ContextClosedEvent(this.context));
		}
	}

}
