namespace PolicingModels.Seasonality;

/// <summary>A series differenced, with what is regressed on: its missing months as unknowns, a constant, and further columns.</summary>
/// <remarks>
/// Integrating the likelihood over a missing month's value is the same as skipping it in a filter whose start is diffuse (Gómez, Maravall and
/// Peña 1999, doi:10.1016/S0304-4076(98)00030-8): estimate the value as a regression coefficient and correct by the determinant.
/// </remarks>
internal sealed class ArimaSample
{
    /// <param name="history">The series.</param>
    /// <param name="filled">Its values, missing months by stand-ins.</param>
    /// <param name="order">The differences and the constant.</param>
    /// <param name="regressors">Further columns, by place from the first month on, beyond the series where forecasts need them.</param>
    public ArimaSample(MonthlySeries history, double[] filled, ArimaOrder order, Func<int, double>[] regressors)
    {
        Regressors = regressors;
        Lost = order.Lost;
        Rows = filled.Length - Lost;
        List<double[]> columns = [];
        for (int t = 0; t < filled.Length; t++)
        {
            if (history.IsMissing(t))
            {
                double[] pulse = new double[filled.Length];
                pulse[t] = 1;
                MissingAt.Add(t);
                columns.Add(Difference(pulse, order));
            }
        }

        if (order.Constant)
        {
            double[] line = new double[filled.Length];
            for (int t = 0; t < line.Length; t++)
            {
                line[t] = order.Differences + order.SeasonalDifferences > 0 ? t : 1;
            }

            columns.Add(Difference(line, order));
        }

        foreach (Func<int, double> regressor in regressors)
        {
            double[] column = new double[filled.Length];
            for (int t = 0; t < column.Length; t++)
            {
                column[t] = regressor(t);
            }

            columns.Add(Difference(column, order));
        }

        Columns = [.. columns];
        Target = Difference(filled, order);
        double squares = 0;
        foreach (double w in Target)
        {
            squares += w * w;
        }

        foreach (double y in filled)
        {
            squares += 1e-6 * y * y;
        }

        Floor = (1e-18 * squares) + 1e-300;
    }

    public int Lost { get; }

    public int Rows { get; }

    public int Known => Rows - MissingAt.Count;

    public List<int> MissingAt { get; } = [];

    public Func<int, double>[] Regressors { get; }

    public double[][] Columns { get; }

    public double[] Target { get; }

    /// <summary>The least sum of squares told apart from none.</summary>
    public double Floor { get; }

    private static double[] Difference(double[] x, ArimaOrder order) => order.Lost == 0 ? [.. x] : ArimaDifferences.Apply(x, order);
}
