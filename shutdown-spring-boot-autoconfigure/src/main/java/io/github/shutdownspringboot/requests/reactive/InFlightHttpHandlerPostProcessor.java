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

package io.github.shutdownspringboot.requests.reactive;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Applies the {@link InFlightHttpHandlerDecorator}. A post-processor sees the beans of
 * its own context only, and so not the handler of a management server of its own, which
 * Spring's {@code HttpHandlerDecoratorFactory} cannot tell apart.
 */
final class InFlightHttpHandlerPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<InFlightHttpHandlerDecorator> decorator;

	InFlightHttpHandlerPostProcessor(ObjectProvider<InFlightHttpHandlerDecorator> decorator) {
		this.decorator = decorator;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof HttpHandler handler) ? this.decorator.getObject().decorate(handler) : bean;
	}

}
