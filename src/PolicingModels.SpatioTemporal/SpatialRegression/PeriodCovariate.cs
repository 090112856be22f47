using System.Globalization;
using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>A known property of cells that changes from period to period: hours of darkness by place, events held, visitors, works in the street.</summary>
/// <param name="Name">Its name, distinct among covariates.</param>
/// <param name="Values">By the first day of each period, one finite value per cell, in any unit; taken relative to mean and standard deviation over the history. What is the same in all cells of a period says nothing, since every period has its own level.</param>
/// <remarks>Protected characteristics of residents do not belong here: they would make places answer for people.</remarks>
public sealed record PeriodCovariate(string Name, IReadOnlyDictionary<DateOnly, IReadOnlyList<double>> Values)
{
    /// <summary>
    /// Whether a period's values are known before it begins, as those of a calendar are. If so, give the values of the periods to be forecast too; where they are missing, the last are carried on and the
    /// forecast says so. If not (the default), every period is fitted on the values of the period before, the last that a forecast could have known, and nothing later is read.
    /// </summary>
    public bool KnownAhead { get; init; }

    /// <summary>The standardised columns of a history.</summary>
    /// <param name="covariates">The covariates.</param>
    /// <param name="fixedNames">Names of those that do not change.</param>
    /// <param name="fixedColumns">Their columns, centred.</param>
    /// <param name="history">The history.</param>
    /// <exception cref="ArgumentException">A name is empty or twice there, or values of a period of the history are missing, of another number than cells, or not finite.</exception>
    /// <exception cref="AnalysisException">Values do not differ between the cells of any period, or are a combination of other covariates.</exception>
    internal static PeriodFeature[] Features(IReadOnlyList<PeriodCovariate> covariates, IReadOnlyList<string> fixedNames, double[][] fixedColumns, CountHistory history)
    {
        if (covariates.Count == 0)
        {
            return [];
        }

        PeriodFeature[] features = new PeriodFeature[covariates.Count];
        List<double[]> basis = [];
        foreach (double[] column in fixedColumns)
        {
            Add(basis, [.. Enumerable.Range(0, history.PeriodCount).SelectMany(_ => column)]);
        }

        for (int k = 0; k < features.Length; k++)
        {
            PeriodCovariate covariate = covariates[k];
            if (string.IsNullOrEmpty(covariate.Name) || fixedNames.Contains(covariate.Name) || covariates.Take(k).Any(c => c.Name == covariate.Name))
            {
                throw new ArgumentException($"Covariate {k} that changes with time is named “{covariate.Name}”; names are not empty and distinct among all covariates.", nameof(covariates));
            }

            double[][] rows = [.. history.Periods.Select(p => covariate.Row(p.Start, history.CellCount) ?? throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Covariate “{covariate.Name}” has no values for the period that begins on {p.Start:yyyy-MM-dd}; it has one finite value per cell for every period of the history."), nameof(covariates)))];
            double mean = rows.Average(r => r.Average()), deviation = Math.Sqrt(rows.Average(r => r.Average(v => (v - mean) * (v - mean))));
            double[] within = [.. rows.SelectMany(r => Centred(r))];
            if (!(Math.Sqrt(within.Average(v => v * v)) > 1e-9 * (deviation + Math.Abs(mean))) || !Add(basis, within))
            {
                throw new AnalysisException(AnalysisFailure.SingularFit, $"Covariate “{covariate.Name}” is the same in all cells of every period or a combination of the covariates before it, so that its part cannot be told apart. Leave it out; level and season are in the forecast of the total.");
            }

            features[k] = new PeriodFeature(covariate.Name, covariate, rows, mean, deviation);
        }

        return features;

        static IEnumerable<double> Centred(double[] row)
        {
            double average = row.Average();
            return row.Select(v => v - average);
        }

        // Adds what is new in a column to an orthonormal basis; false where nothing is.
        static bool Add(List<double[]> basis, double[] column)
        {
            double size = Math.Sqrt(column.Sum(v => v * v));
            foreach (double[] earlier in basis)
            {
                double along = TensorPrimitives.Dot<double>(column, earlier);
                TensorPrimitives.MultiplyAdd(earlier, -along, column, column);
            }

            double left = Math.Sqrt(column.Sum(v => v * v));
            if (!(left > 1e-7 * size))
            {
                return false;
            }

            TensorPrimitives.Divide(column, left, column);
            basis.Add(column);
            return true;
        }
    }

    /// <summary>The values of a period; null where there are none.</summary>
    internal double[]? Row(DateOnly start, int cells)
    {
        if (!Values.TryGetValue(start, out IReadOnlyList<double>? values))
        {
            return null;
        }

        return values.Count == cells && values.All(double.IsFinite)
            ? [.. values]
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Covariate “{Name}” has {values.Count} values for {cells} cells in the period that begins on {start:yyyy-MM-dd}, or one that is not finite; it has one finite value per cell."), nameof(cells));
    }
}
