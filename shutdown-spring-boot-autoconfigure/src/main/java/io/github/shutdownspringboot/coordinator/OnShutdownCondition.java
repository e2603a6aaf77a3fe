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

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.MethodMetadata;

/**
 * Looks for the coordinator: a bean of that name that comes from its own
 * auto-configuration. It asks the registry, once for each class, where
 * {@code @ConditionalOnBean} would read its annotation and look through a hierarchy of
 * bean factories, and {@code @ConditionalOnProperty} would be asked twice.
 */
final class OnShutdownCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final String COORDINATOR = "shutdownCoordinator";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		BeanDefinitionRegistry registry = context.getRegistry();
		String bean = metadata.getAnnotations().get(ConditionalOnShutdown.class).getString("bean");
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnShutdown.class);
		if (!isPresent(registry)) {
			return ConditionOutcome.noMatch(message.didNotFind("bean").items(COORDINATOR));
		}
		if (!bean.isEmpty() && !registry.containsBeanDefinition(bean)) {
			return ConditionOutcome.noMatch(message.didNotFind("bean").items(bean));
		}
		return ConditionOutcome.match(message.found("bean").items(bean.isEmpty() ? COORDINATOR : bean));
	}

	private static boolean isPresent(BeanDefinitionRegistry registry) {
		// An application may have a bean of that name, where the starter is switched off
		return registry.containsBeanDefinition(COORDINATOR)
				&& registry.getBeanDefinition(COORDINATOR) instanceof AnnotatedBeanDefinition definition
				&& isOurs(definition.getFactoryMethodMetadata());
	}

	private static boolean isOurs(@Nullable MethodMetadata method) {
		return method != null
				&& method.getDeclaringClassName().equals(ShutdownCoordinatorAutoConfiguration.class.getName());
	}

}
