using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Minima;

/// <summary>A parameter of a row loss: one number for all classes, or one for each.</summary>
public readonly record struct PerClass
{
    private readonly double number;

    /// <summary>One number for all classes.</summary>
    public PerClass(double number) => this.number = number;

    /// <summary>One number for each class.</summary>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public PerClass(ImmutableArray<double> numbers)
    {
        if (numbers.IsDefaultOrEmpty)
        {
            throw new ArgumentException("a list with one number for each class must not be empty; give a single number if all classes share it.", nameof(numbers));
        }

        Numbers = numbers;
    }

    /// <summary>The list; a default array if there is one number for all classes.</summary>
    public ImmutableArray<double> Numbers { get; }

    /// <summary>A double, or a list of them, as the catalogue stores it.</summary>
    public object Value => Numbers.IsDefault ? number : Numbers;

    /// <summary>The number of class <paramref name="k"/>.</summary>
    public double this[int k]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Numbers.IsDefault ? number : Numbers[k];
    }

    /// <summary>One number for all classes.</summary>
    public static implicit operator PerClass(double number) => new(number);

    /// <summary>One number for each class.</summary>
    public static implicit operator PerClass(ImmutableArray<double> numbers) => new(numbers);

    /// <summary>Applies a function to every number.</summary>
    internal PerClass Select(Func<double, double> function)
    {
        if (Numbers.IsDefault)
        {
            return function(number);
        }

        var results = ImmutableArray.CreateBuilder<double>(Numbers.Length);
        foreach (var x in Numbers)
        {
            results.Add(function(x));
        }

        return results.MoveToImmutable();
    }

    /// <summary>Converts the catalogue's value: a double or a list.</summary>
    public static PerClass Of(object? value) => value is ImmutableArray<double> numbers ? new(numbers) : new((double)value!);

    public bool Equals(PerClass other) =>
        Numbers.IsDefault || other.Numbers.IsDefault ? Numbers.IsDefault == other.Numbers.IsDefault && number.Equals(other.number) : Numbers.AsSpan().SequenceEqual(other.Numbers.AsSpan());

    public override int GetHashCode() => Numbers.IsDefault ? number.GetHashCode() : HashCode.Combine(Numbers.Length, Numbers[0]);

    /// <summary>The number, or the list in brackets.</summary>
    public override string ToString() => ParameterInfo.Format(Value);
}
