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

package io.github.shutdownspringboot.streams.reactive;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.streams.StreamRegistry;
import io.github.shutdownspringboot.streams.StreamsAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for streams of reactive servers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StreamsAutoConfiguration.class)
@ConditionalOnShutdown(bean = "shutdownStreamRegistry")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public final class ReactiveStreamsAutoConfiguration {

	@Bean
	StreamBodyDecorator shutdownStreamBodyDecorator(StreamRegistry shutdownStreamRegistry,
			StreamMediaTypes shutdownStreamMediaTypes) {
		return new StreamBodyDecorator(shutdownStreamRegistry, shutdownStreamMediaTypes);
	}

}
