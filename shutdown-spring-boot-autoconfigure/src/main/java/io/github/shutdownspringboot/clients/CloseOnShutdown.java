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

package io.github.shutdownspringboot.clients;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Registers a bean as a client: it is closed in the clients stage of the shutdown, with a
 * timeout, and not destroyed by Spring again. It is closed by what Spring would have
 * called, or else by its method {@code closeGracefully}, {@code close} or
 * {@code shutdown}; a bean with an empty {@code destroyMethod} is left alone. Stands on a
 * {@code @Bean} method or on the class of a component, which must be a singleton.
 *
 * @since 0.1.0
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface CloseOnShutdown {

	/**
	 * The order of a client that declares none.
	 */
	int UNORDERED = Integer.MAX_VALUE;

	/**
	 * When the client is closed: lower orders first, equal ones at the same time. Clients
	 * without an order come after those that have one, in reverse order of registration.
	 * @return the order
	 */
	int order() default UNORDERED;

	/**
	 * The time that closing the client may take, for example {@code 5s}. Placeholders are
	 * resolved.
	 * @return a duration; if it is empty, {@code shutdown.clients.close-timeout} counts
	 */
	String timeout() default "";

}
