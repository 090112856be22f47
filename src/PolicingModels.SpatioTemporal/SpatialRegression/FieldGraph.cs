namespace PolicingModels.SpatioTemporal;

/// <summary>The precision of a smooth field over neighbours, scaled so that its share of a cell effect means the same on every map.</summary>
/// <remarks>
/// Within each connected component the graph Laplacian R is multiplied by the geometric mean of the diagonal of its pseudo-inverse, so that marginal variances have geometric mean 1 (Sørbye and Rue 2014,
/// doi:10.1016/j.spasta.2013.06.004; per component Freni-Sterrantino, Ventrucci and Rue 2018, doi:10.1016/j.sste.2018.04.002). The common level of the component with most events is free, as it is that of
/// the periods; every other component has one cell of prior variance 1, which leaves all its differences as they were and makes its level proper. A cell without neighbours has no smooth part.
/// </remarks>
internal sealed class FieldGraph
{
    private readonly NeighbourTable _near;
    private readonly double[] _diagonal;

    /// <param name="near">Neighbours.</param>
    /// <param name="factor">Factors matrices of that pattern.</param>
    /// <param name="events">Events per cell.</param>
    /// <param name="cancellationToken">Stops the factorisation.</param>
    public FieldGraph(NeighbourTable near, SparseCholesky factor, ReadOnlySpan<double> events, CancellationToken cancellationToken)
    {
        int n = near.CellCount;
        _near = near;
        _diagonal = new double[n];
        Scale = new double[n];
        Component = new int[n];
        List<List<int>> components = Components(near, Component);
        double[] diagonal = new double[n], between = new double[n], inverse = new double[n], row = new double[n];
        Array.Fill(between, -1);
        Array.Fill(row, 1);
        int main = -1;
        double most = -1;
        for (int c = 0; c < components.Count; c++)
        {
            double all = 0;
            foreach (int i in components[c])
            {
                diagonal[i] = near.Of(i).Length;
                all += events[i];
            }

            diagonal[components[c][0]] += 1;
            if (components[c].Count > 1 && all > most)
            {
                (main, most) = (c, all);
            }
        }

        factor.Factor(diagonal, between, cancellationToken);
        factor.Inverse(inverse, new double[n], cancellationToken);
        factor.Solve(row);
        for (int c = 0; c < components.Count; c++)
        {
            List<int> cells = components[c];
            if (cells.Count == 1)
            {
                Islands++;
                continue;
            }

            // With P the inverse above, the pseudo-inverse is C·P·C, C = I − 11ᵀ/n.
            double count = cells.Count, sum = 0, logs = 0;
            foreach (int i in cells)
            {
                sum += row[i];
            }

            foreach (int i in cells)
            {
                logs += Math.Log(inverse[i] - (2 * row[i] / count) + (sum / (count * count)));
            }

            double scale = Math.Exp(logs / count);
            foreach (int i in cells)
            {
                Scale[i] = scale;
                _diagonal[i] = scale * near.Of(i).Length;
            }

            if (c != main)
            {
                _diagonal[cells[0]] += 1;
            }
        }

        Rank = main < 0 ? 0 : n - Islands - 1;
    }

    /// <summary>What R is multiplied by in each cell's component; 0 for a cell without neighbours.</summary>
    public double[] Scale { get; }

    /// <summary>The number of each cell's component.</summary>
    public int[] Component { get; }

    /// <summary>How many cells have no neighbour.</summary>
    public int Islands { get; }

    /// <summary>The rank of the precision.</summary>
    public int Rank { get; }

    /// <summary>The diagonal of the precision; 0 for a cell without neighbours.</summary>
    public ReadOnlySpan<double> Diagonal => _diagonal;

    /// <summary>The precision times a field.</summary>
    public void Multiply(ReadOnlySpan<double> field, Span<double> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            double around = 0;
            foreach (int j in _near.Of(i))
            {
                around += field[j];
            }

            into[i] = (_diagonal[i] * field[i]) - (Scale[i] * around);
        }
    }

    private static List<List<int>> Components(NeighbourTable near, int[] component)
    {
        Array.Fill(component, -1);
        List<List<int>> components = [];
        for (int first = 0; first < component.Length; first++)
        {
            if (component[first] >= 0)
            {
                continue;
            }

            List<int> cells = [first];
            component[first] = components.Count;
            for (int k = 0; k < cells.Count; k++)
            {
                foreach (int j in near.Of(cells[k]))
                {
                    if (component[j] < 0)
                    {
                        component[j] = components.Count;
                        cells.Add(j);
                    }
                }
            }

            components.Add(cells);
        }

        return components;
    }
}
