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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a bean whose calls are work that a shutdown waits for, as
 * {@link WorkTracker#call} has it. If the method returns a
 * {@link java.util.concurrent.CompletionStage}, the work ends when that completes; if it
 * returns a reactive type, each subscription is a piece of work until it terminates or is
 * cancelled. A method that is {@code @Async} is at work from the call on.
 * <p>
 * Calls go through a proxy: one within the bean is not seen, and the class and the method
 * must not be final.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TrackedWork {

	/**
	 * What the work is, for logs and reports. Name of class and method unless given.
	 * @return the name
	 */
	String value() default "";

}
