using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>A box as a formula sees it, over any number type: over lanes it is sixteen boxes at once.</summary>
/// <param name="x1">The left edge.</param>
/// <param name="y1">The upper edge.</param>
/// <param name="x2">The right edge, not left of the left one.</param>
/// <param name="y2">The lower edge, not above the upper one.</param>
public struct Box<T>(T x1, T y1, T x2, T y2)
    where T : IReal<T>
{
    /// <summary>The constant that torchvision adds to areas before it divides by them, so that two boxes without area give a number.</summary>
    public const double Epsilon = 1e-7;

    public T X1 = x1;
    public T Y1 = y1;
    public T X2 = x2;
    public T Y2 = y2;

    public readonly T Width
    {
        [MethodImpl(AggressiveInlining)]
        get => X2 - X1;
    }

    public readonly T Height
    {
        [MethodImpl(AggressiveInlining)]
        get => Y2 - Y1;
    }

    public readonly T Area
    {
        [MethodImpl(AggressiveInlining)]
        get => (X2 - X1) * (Y2 - Y1);
    }

    /// <summary>The area that both boxes cover. 0 for disjoint boxes, with derivative 0 (a positive part; docs/numerics.md).</summary>
    [MethodImpl(AggressiveInlining)]
    public readonly T Intersection(Box<T> other) =>
        T.Relu(T.Min(X2, other.X2) - T.Max(X1, other.X1)) * T.Relu(T.Min(Y2, other.Y2) - T.Max(Y1, other.Y1));

    /// <summary>The proportion of the union that both boxes cover: 1 for equal boxes, 0 for disjoint boxes and for boxes without area.</summary>
    [MethodImpl(AggressiveInlining)]
    public readonly T IntersectionOverUnion(Box<T> other)
    {
        var shared = Intersection(other);
        return shared / (Area + other.Area - shared + Epsilon);
    }

    /// <summary>The width of the smallest box around both.</summary>
    [MethodImpl(AggressiveInlining)]
    public readonly T EnclosingWidth(Box<T> other) => T.Max(X2, other.X2) - T.Min(X1, other.X1);

    /// <summary>The height of the smallest box around both.</summary>
    [MethodImpl(AggressiveInlining)]
    public readonly T EnclosingHeight(Box<T> other) => T.Max(Y2, other.Y2) - T.Min(Y1, other.Y1);

    /// <summary>The distance of the centre to the right of the other's. The edges are subtracted before they are added, so that only equal edges cancel.</summary>
    [MethodImpl(AggressiveInlining)]
    public readonly T CentreX(Box<T> other) => 0.5 * ((X1 - other.X1) + (X2 - other.X2));

    /// <summary>The distance of the centre below the other's.</summary>
    [MethodImpl(AggressiveInlining)]
    public readonly T CentreY(Box<T> other) => 0.5 * ((Y1 - other.Y1) + (Y2 - other.Y2));
}
