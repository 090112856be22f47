namespace PolicingModels.Data;

/// <summary>A column that some sources of a reading have and others lack.</summary>
internal sealed class OptionalColumn<T>
    where T : struct
{
    private GrowingColumn<T>? _values;

    public bool IsGiven => _values is not null;

    /// <summary>Adds the value of a row where the source has the column; rows without one get the default.</summary>
    public void Add(bool given, int row, T value, T otherwise)
    {
        if (given)
        {
            _values ??= new GrowingColumn<T>();
            _values.PadTo(row, otherwise);
            _values.Add(value);
        }
    }

    public T[]? Take(int count, T otherwise)
    {
        _values?.PadTo(count, otherwise);
        return _values?.Take([]);
    }
}

/// <summary>A categorical column that some sources of a reading have and others lack.</summary>
internal sealed class OptionalCategory(string name)
{
    private readonly CategoryBuilder _builder = new(name);

    public string Name { get; } = name;

    public bool IsGiven { get; private set; }

    public void Add(int row, ReadOnlySpan<byte> text)
    {
        IsGiven = true;
        _builder.PadTo(row);
        _builder.Add(text);
    }

    /// <summary>The column with a code per row; null where no source has it.</summary>
    public CategoryColumn? Build(int count, ref bool otherEncoding)
    {
        if (!IsGiven)
        {
            return null;
        }

        _builder.PadTo(count);
        return _builder.Build([], ref otherEncoding);
    }
}
