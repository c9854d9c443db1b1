using Minima.Reals;

namespace Minima;

/// <summary>The inputs of a point loss that are differentiated, in the order of the formula's parameters.</summary>
[Flags]
public enum InputSet
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The first input; the prediction, in nearly every loss.</summary>
    First = 1,

    /// <summary>The second input; the target, in nearly every loss.</summary>
    Second = 2,

    /// <summary>The third input: a scale, a variance, a shape, ...</summary>
    Third = 4,

    /// <summary>The fourth input.</summary>
    Fourth = 8,
}

/// <summary>One prediction, one target, one number: MSE, Huber, binary cross-entropy.</summary>
public interface IPointLoss : ILoss
{
    /// <summary>The inputs that have a gradient.</summary>
    static virtual InputSet Differentiated => InputSet.First;

    /// <summary>The formula.</summary>
    T Of<T>(T prediction, T target)
        where T : IReal<T>;
}

/// <summary>A point loss of one input: a penalty.</summary>
public interface IPointLoss1 : ILoss
{
    /// <summary>The inputs that have a gradient.</summary>
    static virtual InputSet Differentiated => InputSet.First;

    /// <summary>The formula.</summary>
    T Of<T>(T input)
        where T : IReal<T>;
}

/// <summary>A point loss of three inputs: a prediction, a target and a scale, a variance, ...</summary>
public interface IPointLoss3 : ILoss
{
    /// <summary>The inputs that have a gradient.</summary>
    static virtual InputSet Differentiated => InputSet.First | InputSet.Third;

    /// <summary>The formula.</summary>
    T Of<T>(T first, T second, T third)
        where T : IReal<T>;
}

/// <summary>A point loss of four inputs.</summary>
public interface IPointLoss4 : ILoss
{
    /// <summary>The inputs that have a gradient.</summary>
    static virtual InputSet Differentiated => InputSet.First | InputSet.Third | InputSet.Fourth;

    /// <summary>The formula.</summary>
    T Of<T>(T first, T second, T third, T fourth)
        where T : IReal<T>;
}
