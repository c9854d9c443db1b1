namespace Minima;

/// <summary>Declares the domain of an input (a parameter of the formula) or of a parameter (a field of the loss). The generator reads it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class DomainAttribute : Attribute;

/// <summary>Above 0.</summary>
public sealed class PositiveAttribute : DomainAttribute;

/// <summary>0 or above.</summary>
public sealed class NonNegativeAttribute : DomainAttribute;

/// <summary>From 0 to 1, both included.</summary>
public sealed class UnitAttribute : DomainAttribute;

/// <summary>Between 0 and 1, both excluded.</summary>
public sealed class OpenUnitAttribute : DomainAttribute;

/// <summary>-1 or +1.</summary>
public sealed class MarginLabelAttribute : DomainAttribute;

/// <summary>Any number but 0.</summary>
public sealed class NonZeroAttribute : DomainAttribute;

/// <summary><paramref name="low"/> or above.</summary>
public sealed class AtLeastAttribute(double low) : DomainAttribute
{
    /// <summary>The lower end.</summary>
    public double Low { get; } = low;
}

/// <summary><paramref name="high"/> or below.</summary>
public sealed class AtMostAttribute(double high) : DomainAttribute
{
    /// <summary>The upper end.</summary>
    public double High { get; } = high;
}

/// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included. It also bounds a number of iterations.</summary>
public sealed class BetweenAttribute(double low, double high) : DomainAttribute
{
    public double Low { get; } = low;

    public double High { get; } = high;
}

/// <summary>Below <paramref name="high"/>.</summary>
public sealed class BelowAttribute(double high) : DomainAttribute
{
    public double High { get; } = high;
}

/// <summary>At most <paramref name="low"/> or at least <paramref name="high"/>.</summary>
public sealed class OutsideAttribute(double low, double high) : DomainAttribute
{
    public double Low { get; } = low;

    public double High { get; } = high;
}

/// <summary>A parameter of the loss that is measured in the units of the target, as Huber's delta is: a comparison scales it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TargetUnitsAttribute : Attribute;

/// <summary>A required parameter: it has no default. The value that the constructor without arguments sets lies outside its domain.</summary>
/// <param name="example">A value, or a list with one for each class, at which documentation and tests evaluate the loss.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RequiredAttribute(params double[] example) : Attribute
{
    /// <summary>The example.</summary>
    public IReadOnlyList<double> Example { get; } = example;

    /// <summary>The number of values in a row if the parameter is a matrix; 0 for a single row.</summary>
    public int Columns { get; set; }
}

/// <summary>An input that may be omitted, and the constant that replaces it; on the command line and in requests it is a parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BoundToAttribute(double value) : Attribute
{
    /// <summary>The constant.</summary>
    public double Value { get; } = value;
}

/// <summary>The word for a member of an enumeration or for a parameter, if it is not the name in snake_case.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class WordAttribute(string word) : Attribute
{
    /// <summary>The word.</summary>
    public string Word { get; } = word;
}
