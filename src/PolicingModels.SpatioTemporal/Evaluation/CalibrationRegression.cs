namespace PolicingModels.SpatioTemporal;

/// <summary>Poisson regression of observed counts on log expected counts, pooled over origins: log E[count] = a + b · log(expected).</summary>
/// <remarks>
/// b is the calibration slope (Cox 1958, doi:10.1093/biomet/45.3-4.562, carried to counts): 1 where differences between cells are as
/// large as forecast, below 1 where the forecast is too extreme. Cells with an expected count of zero have no logarithm and are left out.
/// </remarks>
internal static class CalibrationRegression
{
    private const int MaximumSteps = 100;

    /// <summary>Fits, and writes the slope and each origin's part of the gradient and of the information into its totals.</summary>
    /// <returns>Null where the slope was found, else why there is none.</returns>
    public static string? Fit(IReadOnlyList<double[]> expected, IReadOnlyList<double[]> observed, double[][] totals)
    {
        double sum = 0, events = 0, lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        long cells = 0;
        for (int o = 0; o < expected.Count; o++)
        {
            for (int i = 0; i < expected[o].Length; i++)
            {
                if (expected[o][i] > 0)
                {
                    double x = Math.Log(expected[o][i]);
                    sum += x;
                    lowest = Math.Min(lowest, x);
                    highest = Math.Max(highest, x);
                    events += observed[o][i];
                    cells++;
                }
            }
        }

        if (events == 0)
        {
            return "no event happened in a cell where one was expected";
        }

        if (highest - lowest < 1e-9)
        {
            return "every cell has the same expected count";
        }

        double centre = sum / cells;
        double intercept = Math.Log(events / cells), slope = 0;
        double likelihood = Evaluate(expected, observed, centre, intercept, slope, null, out double[] state);
        for (int step = 0; step < MaximumSteps; step++)
        {
            double determinant = (state[2] * state[4]) - (state[3] * state[3]);
            if (!(determinant > 1e-14 * state[2] * state[4]))
            {
                return "expected counts vary too little to fit a slope";
            }

            double d0 = ((state[4] * state[0]) - (state[3] * state[1])) / determinant;
            double d1 = ((state[2] * state[1]) - (state[3] * state[0])) / determinant;
            double scale = 1;
            double next = Evaluate(expected, observed, centre, intercept + d0, slope + d1, null, out double[] nextState);
            while (!(next >= likelihood - (1e-12 * Math.Abs(likelihood))) && scale > 1e-6)
            {
                scale /= 2;
                next = Evaluate(expected, observed, centre, intercept + (scale * d0), slope + (scale * d1), null, out nextState);
            }

            intercept += scale * d0;
            slope += scale * d1;
            likelihood = next;
            state = nextState;
            if (Math.Abs(scale * d0) < 1e-10 && Math.Abs(scale * d1) < 1e-10)
            {
                Evaluate(expected, observed, centre, intercept, slope, totals, out _);
                return null;
            }
        }

        return "the calibration regression did not converge: one cell may hold all events";
    }

    // State: gradient 0, 1; information 00, 01, 11.
    private static double Evaluate(IReadOnlyList<double[]> expected, IReadOnlyList<double[]> observed, double centre, double intercept, double slope, double[][]? totals, out double[] state)
    {
        double likelihood = 0;
        state = new double[5];
        for (int o = 0; o < expected.Count; o++)
        {
            double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
            double[] mean = expected[o], count = observed[o];
            for (int i = 0; i < mean.Length; i++)
            {
                if (mean[i] > 0)
                {
                    double x = Math.Log(mean[i]) - centre;
                    double eta = intercept + (slope * x);
                    double fitted = Math.Exp(eta);
                    double residual = count[i] - fitted;
                    likelihood += (count[i] * eta) - fitted;
                    g0 += residual;
                    g1 += residual * x;
                    h00 += fitted;
                    h01 += fitted * x;
                    h11 += fitted * x * x;
                }
            }

            state[0] += g0;
            state[1] += g1;
            state[2] += h00;
            state[3] += h01;
            state[4] += h11;
            if (totals is not null)
            {
                totals[o][OriginTotals.Slope] = slope;
                totals[o][OriginTotals.Gradient0] = g0;
                totals[o][OriginTotals.Gradient1] = g1;
                totals[o][OriginTotals.Information00] = h00;
                totals[o][OriginTotals.Information01] = h01;
                totals[o][OriginTotals.Information11] = h11;
            }
        }

        return likelihood;
    }
}
