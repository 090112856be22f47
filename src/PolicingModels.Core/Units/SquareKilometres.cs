using System.Globalization;

namespace PolicingModels;

/// <summary>An area in square kilometres: 0 or more, finite.</summary>
/// <remarks>The default value is 0 km², the area of nothing; whatever needs an extent, as a grid's cell does, refuses it.</remarks>
public readonly record struct SquareKilometres
{
    /// <summary>Makes an area.</summary>
    /// <param name="value">Square kilometres, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public SquareKilometres(double value) => Value = Quantity.Within(value, double.MaxValue, "An area is a finite number of square kilometres, 0 or more");

    /// <summary>The area in square kilometres.</summary>
    public double Value { get; }

    /// <summary>The area in square metres.</summary>
    public double SquareMetres => Value * 1_000_000;

    /// <summary>The area in hectares.</summary>
    public double Hectares => Value * 100;

    /// <summary>The side of the square that has this area.</summary>
    public Metres SideOfSquare => new(1_000 * Math.Sqrt(Value));

    /// <summary>Makes an area from square metres.</summary>
    /// <param name="squareMetres">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static SquareKilometres FromSquareMetres(double squareMetres) => new(squareMetres / 1_000_000);

    /// <summary>Makes an area from hectares.</summary>
    /// <param name="hectares">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static SquareKilometres FromHectares(double hectares) => new(hectares / 100);

    /// <summary>The area of a square.</summary>
    /// <param name="side">Its side.</param>
    /// <exception cref="ArgumentOutOfRangeException">The square is larger than a number can tell.</exception>
    public static SquareKilometres OfSquare(Metres side) => new(side.Kilometres * side.Kilometres);

    /// <summary>The area with its unit, in the invariant culture: <c>0.75 km²</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} km²");
}
