namespace PolicingModels.SpatioTemporal;

/// <summary>The share of each type in each cell: a Dirichlet prior around the neighbours' mix, which itself has one around the whole area's.</summary>
internal sealed class TypeMix
{
    private const double Least = 0.1;
    private const double Most = 1e5;
    private const int Grid = 13;

    private readonly double[] _worth;

    private TypeMix(double[][] shares, double[] worth, double cellPrior, double neighbourPrior)
    {
        (Shares, _worth, CellPrior, NeighbourPrior) = (shares, worth, cellPrior, neighbourPrior);
    }

    /// <summary>Shares by type, then cell; above 0 and summing to 1 over types.</summary>
    public double[][] Shares { get; }

    /// <summary>How many events the prior of a cell is worth.</summary>
    public double CellPrior { get; }

    /// <summary>How many events the whole area's mix is worth beside the neighbours'.</summary>
    public double NeighbourPrior { get; }

    /// <summary>Variance of a share relative to its square.</summary>
    public double RelativeVariance(int type, int cell) => Math.Min(50, (1 - Shares[type][cell]) / (Shares[type][cell] * (_worth[cell] + 1)));

    /// <param name="sums">Weighted counts by type, then cell.</param>
    /// <param name="near">Neighbours.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static TypeMix Fit(double[][] sums, NeighbourTable near, CancellationToken cancellationToken)
    {
        int types = sums.Length, cells = near.CellCount;
        double[] area = [.. sums.Select(s => s.Sum() + 0.5)];
        double all = area.Sum();
        double[][] around = [.. sums.Select(s => Around(s, near))];
        double[] total = new double[cells], aroundTotal = new double[cells];
        for (int k = 0; k < types; k++)
        {
            area[k] /= all;
            for (int i = 0; i < cells; i++)
            {
                total[i] += sums[k][i];
                aroundTotal[i] += around[k][i];
            }
        }

        // Both strengths on a grid of logarithms, then each refined in turn about the best.
        double cellPrior = 1, neighbourPrior = 1, best = double.NegativeInfinity;
        for (int a = 0; a < Grid; a++)
        {
            for (int b = 0; b < Grid; b++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double one = Least * Math.Pow(Most / Least, a / (Grid - 1.0)), two = Least * Math.Pow(Most / Least, b / (Grid - 1.0)), value = Likelihood(one, two);
                if (value > best)
                {
                    (best, cellPrior, neighbourPrior) = (value, one, two);
                }
            }
        }

        for (double width = Math.Log(Most / Least) / (2 * (Grid - 1)); width > 0.01; width *= 0.5)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((double one, double two) in new[] { (width, 0.0), (-width, 0), (0, width), (0, -width) })
            {
                double first = Math.Clamp(cellPrior * Math.Exp(one), Least, Most), second = Math.Clamp(neighbourPrior * Math.Exp(two), Least, Most), value = Likelihood(first, second);
                if (value > best)
                {
                    (best, cellPrior, neighbourPrior) = (value, first, second);
                }
            }
        }

        double[][] shares = [.. Enumerable.Range(0, types).Select(k => Enumerable.Range(0, cells).Select(i => ((cellPrior * Prior(k, i, neighbourPrior)) + sums[k][i]) / (cellPrior + total[i])).ToArray())];
        return new TypeMix(shares, [.. total.Select(t => cellPrior + t)], cellPrior, neighbourPrior);

        double Prior(int type, int cell, double strength) => ((strength * area[type]) + around[type][cell]) / (strength + aroundTotal[cell]);

        double Likelihood(double cellStrength, double neighbourStrength)
        {
            double sum = 0;
            for (int i = 0; i < cells; i++)
            {
                if (!(total[i] > 0))
                {
                    continue;
                }

                sum += GammaFunctions.LogGamma(cellStrength) - GammaFunctions.LogGamma(cellStrength + total[i]);
                for (int k = 0; k < types; k++)
                {
                    if (sums[k][i] > 0)
                    {
                        double prior = cellStrength * Prior(k, i, neighbourStrength);
                        sum += GammaFunctions.LogGamma(prior + sums[k][i]) - GammaFunctions.LogGamma(prior);
                    }
                }
            }

            return sum;
        }
    }

    private static double[] Around(double[] sums, NeighbourTable near)
    {
        double[] around = new double[sums.Length];
        for (int i = 0; i < around.Length; i++)
        {
            foreach (int j in near.Of(i))
            {
                around[i] += sums[j];
            }
        }

        return around;
    }
}
