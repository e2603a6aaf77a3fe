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

package io.github.shutdownspringboot.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures of the same thing, measured again and again.
 */
public final class Samples {

	private final List<Double> values = new ArrayList<>();

	public Samples add(double value) {
		this.values.add(value);
		return this;
	}

	/**
	 * Divide figures by others that were measured beside them.
	 * @param others the others, in the same order
	 * @return the ratios
	 */
	public Samples dividedBy(Samples others) {
		Samples ratios = new Samples();
		for (int i = 0; i < Math.min(size(), others.size()); i++) {
			ratios.add(this.values.get(i) / others.values.get(i));
		}
		return ratios;
	}

	/**
	 * Subtract others that were measured beside them.
	 * @param others the others, in the same order
	 * @return the differences
	 */
	public Samples minus(Samples others) {
		Samples differences = new Samples();
		for (int i = 0; i < Math.min(size(), others.size()); i++) {
			differences.add(this.values.get(i) - others.values.get(i));
		}
		return differences;
	}

	public int size() {
		return this.values.size();
	}

	public double median() {
		return quantile(0.5);
	}

	private double quantile(double fraction) {
		if (this.values.isEmpty()) {
			return Double.NaN;
		}
		List<Double> sorted = this.values.stream().sorted().toList();
		double position = fraction * (sorted.size() - 1);
		int below = (int) Math.floor(position);
		int above = (int) Math.ceil(position);
		return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
	}

	/**
	 * Return the median and the quartiles.
	 * @param decimals how many decimals
	 * @return such as {@code 41 (40–43)}
	 */
	public String format(int decimals) {
		if (this.values.isEmpty()) {
			return "–";
		}
		return (size() == 1) ? format(median(), decimals) : format(median(), decimals) + " ("
				+ format(quantile(0.25), decimals) + "–" + format(quantile(0.75), decimals) + ")";
	}

	public static String format(double value, int decimals) {
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

}
