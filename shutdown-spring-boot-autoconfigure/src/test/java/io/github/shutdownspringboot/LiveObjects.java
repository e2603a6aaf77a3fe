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

package io.github.shutdownspringboot;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Counts the objects of the starter that somebody still holds, as the garbage collector
 * sees them.
 */
final class LiveObjects {

	private static final String OURS = "io.github.shutdownspringboot.";

	private LiveObjects() {
	}

	/**
	 * Collect garbage, and count what is left.
	 * @return the number of objects of each class
	 */
	static Map<String, Long> count() {
		Map<String, Long> counts = new TreeMap<>();
		histogram().lines()
			.map((line) -> line.strip().split("\\s+"))
			.filter((columns) -> columns.length > 3 && columns[3].startsWith(OURS))
			// A hidden class has an address in its name
			.forEach((columns) -> counts.merge(columns[3].replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda"),
					Long.parseLong(columns[1]), Long::sum));
		return counts;
	}

	static long total() {
		return count().values().stream().mapToLong(Long::longValue).sum();
	}

	private static String histogram() {
		try {
			return (String) ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
