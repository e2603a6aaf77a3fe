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

package io.github.shutdownspringboot.requests;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.http.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a request. Whatever it is, the end of the response must be told
 * to {@link #inFlight()}.
 *
 * @param inFlight what the request is tracked as
 * @param request what people may see of it
 * @param refusal how to refuse it, {@code null} if it is to be served
 * @since 0.1.0
 */
@Internal
public record Admission(InFlight inFlight, InFlightRequest request, @Nullable Refusal refusal) {

}
