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

import java.util.List;

/**
 * An action that somebody registered. If it is the closing of a bean that Spring
 * destroys, the client is closed as that bean.
 *
 * @param registration has the action
 * @param objects knows the beans
 */
record ActionTarget(ClientRegistration registration, BeanObjects objects) implements ClientTarget {

	@Override
	public List<CloseWay> takeOver() {
		return this.objects.findDestroyed(this.registration.getObject())
			.map(BeanTarget::takeOver)
			.orElseGet(() -> List.of(new CloseWay("its close action", this.registration.getCloseAction())));
	}

	@Override
	public boolean isDestroyedBySpring() {
		return this.objects.isBean(this.registration.getObject());
	}

}
