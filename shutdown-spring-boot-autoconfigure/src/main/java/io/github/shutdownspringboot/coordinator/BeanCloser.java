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

/**
 * Closes beans in a stage of its own: no other stage is to stop them before.
 *
 * @since 0.1.0
 */
@Internal
@FunctionalInterface
public interface BeanCloser {

	/**
	 * Return whether a bean is closed here. Called from any thread, and must not block.
	 * @param beanName the name of the bean
	 * @return whether it is
	 */
	boolean closes(String beanName);

}
