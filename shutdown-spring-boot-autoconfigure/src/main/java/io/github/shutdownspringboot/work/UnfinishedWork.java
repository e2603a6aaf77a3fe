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

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Work that a shutdown has cut.
 *
 * @param name what it is
 * @param id its id
 * @param startedAt when it began
 * @param age how long it had been at work when it was cut
 * @param payload what it takes to do it again, as it was given when it began
 * @since 0.1.0
 */
public record UnfinishedWork(String name, String id, Instant startedAt, Duration age, @Nullable String payload) {

}
