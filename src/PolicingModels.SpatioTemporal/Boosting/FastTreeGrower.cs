using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace PolicingModels.SpatioTemporal;

/// <summary>Grows trees on counts whose expectations are known up to a factor, and gives the factors.</summary>
/// <remarks>
/// The trees learn log(μ/e). With labels y/e weighted by e the Poisson deviance is Σ e·(λ − (y/e)·log λ) = Σ (μ − y·log μ) + terms without λ: the same as an offset of log e.
/// </remarks>
internal static class FastTreeGrower
{
    /// <summary>The factor of every row asked, and where wanted what each feature adds to its log.</summary>
    public static (double[] Factors, double[] Contributions) Factors(float[] features, float[] counts, double[] offsets, float[] asked, bool contributions, BoostedCountsOptions options, CancellationToken cancellationToken)
    {
        int wide = BoostedFeatures.Columns.Length;
        MLContext context = new(options.Seed);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, wide);
        Example[] rows = new Example[counts.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new Example { Features = features[(i * wide)..((i + 1) * wide)], Label = (float)(counts[i] / offsets[i]), Weight = (float)offsets[i] };
        }

        Example[] questions = new Example[asked.Length / wide];
        for (int i = 0; i < questions.Length; i++)
        {
            questions[i] = new Example { Features = asked[(i * wide)..((i + 1) * wide)] };
        }

        FastTreeTweedieTrainer trainer = context.Regression.Trainers.FastTreeTweedie(new FastTreeTweedieTrainer.Options
        {
            Index = 1,
            NumberOfTrees = options.Trees,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.LearningRate,
            MinimumExampleCountPerLeaf = BoostedFeatures.LeastPerLeaf(counts, options.LeastPerLeaf),
            NumberOfThreads = 1,
            Seed = options.Seed,
            FeatureColumnName = nameof(Example.Features),
            LabelColumnName = nameof(Example.Label),
            ExampleWeightColumnName = nameof(Example.Weight),
        });
        RegressionPredictionTransformer<FastTreeTweedieModelParameters> model = trainer.Fit(context.Data.LoadFromEnumerable(rows, schema));
        cancellationToken.ThrowIfCancellationRequested();
        double[] factors = [.. model.Transform(context.Data.LoadFromEnumerable(questions, schema)).GetColumn<float>("Score").Select(s => (double)s)];
        return (factors, contributions ? Contributions(model.Model.TrainedTreeEnsemble, features, offsets, asked, cancellationToken) : []);
    }

    /// <summary>
    /// What each feature adds to the log of a factor: along the path of a row through a tree, the change of the mean below from node to node goes to the feature that splits there
    /// (Saabas 2014; the sums are exact, shares between features that stand in for each other are a convention).
    /// </summary>
    private static double[] Contributions(RegressionTreeEnsemble ensemble, float[] features, double[] offsets, float[] asked, CancellationToken cancellationToken)
    {
        int wide = BoostedFeatures.Columns.Length;
        double[] added = new double[asked.Length];
        for (int t = 0; t < ensemble.Trees.Count; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RegressionTree tree = ensemble.Trees[t];
            if (tree.NumberOfNodes == 0)
            {
                continue;
            }

            double[] means = MeansBelow(tree, features, offsets);
            for (int row = 0; row < asked.Length / wide; row++)
            {
                int node = 0;
                while (node >= 0)
                {
                    int feature = tree.NumericalSplitFeatureIndexes[node];
                    int next = asked[(row * wide) + feature] <= tree.NumericalSplitThresholds[node] ? tree.LeftChild[node] : tree.RightChild[node];
                    double below = next >= 0 ? means[next] : tree.LeafValues[~next];
                    added[(row * wide) + feature] += ensemble.TreeWeights[t] * (below - means[node]);
                    node = next;
                }
            }
        }

        return added;
    }

    private static double[] MeansBelow(RegressionTree tree, float[] features, double[] offsets)
    {
        int wide = BoostedFeatures.Columns.Length;
        double[] sums = new double[tree.NumberOfNodes], weights = new double[tree.NumberOfNodes];
        Span<int> path = new int[tree.NumberOfNodes];
        for (int row = 0; row < offsets.Length; row++)
        {
            int node = 0, length = 0;
            while (node >= 0)
            {
                path[length++] = node;
                node = features[(row * wide) + tree.NumericalSplitFeatureIndexes[node]] <= tree.NumericalSplitThresholds[node] ? tree.LeftChild[node] : tree.RightChild[node];
            }

            foreach (int passed in path[..length])
            {
                sums[passed] += offsets[row] * tree.LeafValues[~node];
                weights[passed] += offsets[row];
            }
        }

        return [.. sums.Select((s, k) => weights[k] > 0 ? s / weights[k] : 0)];
    }

    private sealed class Example
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public float Weight { get; set; } = 1;
    }
}
