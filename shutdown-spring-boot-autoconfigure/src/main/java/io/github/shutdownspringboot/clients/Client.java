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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A registered client.
 *
 * @param name its name
 * @param order the order that was declared for it, {@code null} if none was
 * @param timeout the time that closing it may take
 * @param timeoutDeclared whether this time was declared for it
 * @param sequence tells which of two clients was registered first
 * @param beanName the bean that it is or that registers it, {@code null} if there is none
 * @param target what is closed
 */
record Client(String name, @Nullable Integer order, Duration timeout, boolean timeoutDeclared, long sequence,
		@Nullable String beanName, ClientTarget target) {

}
