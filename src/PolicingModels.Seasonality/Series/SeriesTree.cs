namespace PolicingModels.Seasonality;

/// <summary>A branch of a <see cref="SeriesTree"/>: a name and the name it belongs to.</summary>
/// <param name="Name">The name, distinct within its tree.</param>
/// <param name="Parent">The root, or the name of another branch.</param>
public readonly record struct SeriesBranch(string Name, string Parent);

/// <summary>Names under one root, to any depth: the areas of a force, or the types of crime. Immutable and thread-safe.</summary>
/// <remarks>Names are in breadth-first order: the root first, then its branches in the order given, then theirs.</remarks>
public sealed class SeriesTree
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _depths = [];
    private readonly int[][] _leavesBelow;

    /// <summary>Makes a tree.</summary>
    /// <param name="root">The name of the total, for instance <c>Force</c>.</param>
    /// <param name="branches">At least one, in any order.</param>
    /// <exception cref="ArgumentException">There is no branch, a name is empty or comes twice, or a branch does not hang on the root.</exception>
    public SeriesTree(string root, IEnumerable<SeriesBranch> branches)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(branches);
        SeriesBranch[] given = [.. branches];
        if (given.Length == 0)
        {
            throw new ArgumentException($"The tree of {root} has at least one branch.", nameof(branches));
        }

        HashSet<string> seen = new(StringComparer.Ordinal) { root };
        foreach (SeriesBranch branch in given)
        {
            ArgumentException.ThrowIfNullOrEmpty(branch.Name, nameof(branches));
            if (!seen.Add(branch.Name))
            {
                throw new ArgumentException($"“{branch.Name}” comes twice in the tree of {root}; names are distinct.", nameof(branches));
            }
        }

        ILookup<string, string> below = given.ToLookup(b => b.Parent, b => b.Name, StringComparer.Ordinal);
        Add(root, -1, 0);
        for (int i = 0; i < _names.Count; i++)
        {
            foreach (string name in below[_names[i]])
            {
                Add(name, i, _depths[i] + 1);
            }
        }

        if (_names.Count != given.Length + 1)
        {
            string lost = given.First(b => !_places.ContainsKey(b.Name)).Name;
            throw new ArgumentException($"“{lost}” does not hang on {root}: its parents are unknown or run in a circle.", nameof(branches));
        }

        bool[] isParent = new bool[_names.Count];
        for (int i = 1; i < _names.Count; i++)
        {
            isParent[_parents[i]] = true;
        }

        int[] leaves = [.. Enumerable.Range(0, _names.Count).Where(i => !isParent[i])];
        Leaves = [.. leaves.Select(i => _names[i])];
        _leavesBelow = new int[_names.Count][];
        List<int>[] collected = [.. _names.Select(_ => new List<int>())];
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            for (int i = leaves[leaf]; i >= 0; i = _parents[i])
            {
                collected[i].Add(leaf);
            }
        }

        for (int i = 0; i < collected.Length; i++)
        {
            _leavesBelow[i] = [.. collected[i]];
        }

        IsLeaf = [.. isParent.Select(p => !p)];
    }

    /// <summary>A tree of one level.</summary>
    /// <param name="root">The name of the total.</param>
    /// <param name="names">At least one distinct name.</param>
    public static SeriesTree Flat(string root, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new SeriesTree(root, names.Select(n => new SeriesBranch(n, root)));
    }

    /// <summary>The name of the total.</summary>
    public string Root => _names[0];

    /// <summary>All names, breadth first, the root first.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The names without branches, in tree order.</summary>
    public IReadOnlyList<string> Leaves { get; }

    /// <summary>Whether each name of <see cref="Names"/> has no branches.</summary>
    public IReadOnlyList<bool> IsLeaf { get; }

    /// <summary>How far below the root a name lies, 0 for the root.</summary>
    /// <param name="index">A place in <see cref="Names"/>.</param>
    public int Depth(int index) => _depths[index];

    /// <summary>The place of the parent in <see cref="Names"/>, −1 for the root.</summary>
    /// <param name="index">A place in <see cref="Names"/>.</param>
    public int Parent(int index) => _parents[index];

    /// <summary>The leaves at or below a name, as places in <see cref="Leaves"/>, in rising order.</summary>
    /// <param name="index">A place in <see cref="Names"/>.</param>
    public ReadOnlySpan<int> LeavesBelow(int index) => _leavesBelow[index];

    /// <summary>The place of a name in <see cref="Names"/>, −1 where it is unknown.</summary>
    public int IndexOf(string name) => _places.GetValueOrDefault(name, -1);

    private void Add(string name, int parent, int depth)
    {
        _places.Add(name, _names.Count);
        _names.Add(name);
        _parents.Add(parent);
        _depths.Add(depth);
    }
}
