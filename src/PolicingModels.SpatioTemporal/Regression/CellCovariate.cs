namespace PolicingModels.SpatioTemporal;

/// <summary>A known property of cells that a regression may use: a distance, a density, a share of land use.</summary>
/// <param name="Name">Its name, distinct among covariates.</param>
/// <param name="Values">One finite value per cell, in any unit; taken relative to their mean and standard deviation.</param>
/// <remarks>Protected characteristics of residents do not belong here: they would make places answer for people.</remarks>
public sealed record CellCovariate(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Centres and scales covariates, one row of cells after another.</summary>
    /// <exception cref="ArgumentException">A covariate has another number of values than cells, a value that is not finite, no name, or a name twice.</exception>
    /// <exception cref="AnalysisException">A covariate is the same in all cells, or a combination of those before it.</exception>
    internal static double[][] Standardised(IReadOnlyList<CellCovariate> covariates, int cells)
    {
        double[][] columns = new double[covariates.Count][];
        List<double[]> basis = [];
        for (int k = 0; k < columns.Length; k++)
        {
            CellCovariate covariate = covariates[k];
            if (string.IsNullOrEmpty(covariate.Name) || covariates.Take(k).Any(c => c.Name == covariate.Name))
            {
                throw new ArgumentException($"Covariate {k} is named “{covariate.Name}”; names are not empty and distinct.", nameof(covariates));
            }

            if (covariate.Values.Count != cells || covariate.Values.Any(v => !double.IsFinite(v)))
            {
                throw new ArgumentException($"Covariate “{covariate.Name}” has {covariate.Values.Count} values for {cells} cells; it has one finite value per cell.", nameof(covariates));
            }

            double mean = covariate.Values.Average();
            double[] column = [.. covariate.Values.Select(v => v - mean)];
            double size = Math.Sqrt(column.Sum(v => v * v));
            double[] rest = [.. column];
            foreach (double[] earlier in basis)
            {
                double along = rest.Zip(earlier, (a, b) => a * b).Sum();
                for (int i = 0; i < cells; i++)
                {
                    rest[i] -= along * earlier[i];
                }
            }

            double left = Math.Sqrt(rest.Sum(v => v * v));
            if (!(left > 1e-7 * size) || !(size > 1e-12 * Math.Sqrt(cells) * Math.Abs(mean)))
            {
                throw new AnalysisException(AnalysisFailure.SingularFit, $"Covariate “{covariate.Name}” is the same in all cells or a combination of the covariates before it, so that its part cannot be told apart. Leave it out.");
            }

            basis.Add([.. rest.Select(v => v / left)]);
            double deviation = size / Math.Sqrt(cells);
            columns[k] = [.. column.Select(v => v / deviation)];
        }

        return columns;
    }
}
