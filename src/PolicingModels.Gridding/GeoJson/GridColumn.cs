namespace PolicingModels.Gridding;

/// <summary>A named value per cell, written as a property of its feature.</summary>
public sealed class GridColumn
{
    private readonly double[]? _numbers;
    private readonly string?[]? _texts;

    private GridColumn(string name, double[]? numbers, string?[]? texts)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _numbers = numbers;
        _texts = texts;
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The number of values.</summary>
    public int Count => _numbers?.Length ?? _texts!.Length;

    /// <summary>A column of numbers; NaN and infinities, which JSON cannot hold, are written as null.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="values">One value per cell.</param>
    public static GridColumn Numbers(string name, IEnumerable<double> values) => new(name, [.. values], null);

    /// <summary>A column of text; null stays null.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="values">One value per cell.</param>
    public static GridColumn Texts(string name, IEnumerable<string?> values) => new(name, null, [.. values]);

    internal void Write(System.Text.Json.Utf8JsonWriter json, int cell)
    {
        if (_numbers is not null && double.IsFinite(_numbers[cell]))
        {
            json.WriteNumber(Name, _numbers[cell]);
        }
        else if (_texts?[cell] is { } text)
        {
            json.WriteString(Name, text);
        }
        else
        {
            json.WriteNull(Name);
        }
    }
}
