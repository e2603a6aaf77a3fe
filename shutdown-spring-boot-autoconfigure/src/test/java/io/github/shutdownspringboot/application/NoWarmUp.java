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

package io.github.shutdownspringboot.application;

import java.lang.reflect.Field;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Keeps an application from warming up for its shutdown.
 */
public class NoWarmUp implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (beanName.equals("shutdownClassPreloader")) {
			Field warmUp = ReflectionUtils.findField(bean.getClass(), "warmUp");
			Assert.state(warmUp != null, "There is no warm-up");
			ReflectionUtils.makeAccessible(warmUp);
			ReflectionUtils.setField(warmUp, bean, (Runnable) () -> {
				throw new IllegalStateException("No warm-up");
			});
		}
		return bean;
	}

}
