using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima;

/// <summary>The number of inputs of a formula and the differentiated ones: all but the target.</summary>
internal interface ITextInputs
{
    static abstract int Arity { get; }

    static abstract InputSet Differentiated { get; }
}

/// <summary>The formula in the form that the engine evaluates. Equal if the graph, the expression and the bits of the parameters are equal.</summary>
internal readonly struct TextFormula<TInputs>(Symbol symbol, double[] parameters) : IPointFormula, ITextFormula, IEquatable<TextFormula<TInputs>>
    where TInputs : struct, ITextInputs
{
    public static int Arity => TInputs.Arity;

    public static InputSet Differentiated => TInputs.Differentiated;

    public static Type LossType => typeof(TextFormula<TInputs>);

    /// <summary>Over lanes the expression is interpreted node by node, about fifty times slower than compiled.</summary>
    public static int CompiledFrom => 1024;

    public ILoss Loss => this;

    public Symbol Symbol => symbol;

    public ReadOnlySpan<double> Parameters => parameters;

    public T Of<T>(T first, T second, T third, T fourth)
        where T : IReal<T>
    {
        var inputs = default(Four<T>);
        inputs[0] = first;
        inputs[1] = second;
        inputs[2] = third;
        inputs[3] = fourth;
        return symbol.Evaluate<T>(inputs[..TInputs.Arity], parameters);
    }

    public bool Equals(TextFormula<TInputs> other) => symbol == other.Symbol && Bits(Parameters).SequenceEqual(Bits(other.Parameters));

    public override bool Equals(object? obj) => obj is TextFormula<TInputs> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(symbol);
        foreach (var value in parameters)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private static ReadOnlySpan<long> Bits(ReadOnlySpan<double> values) => System.Runtime.InteropServices.MemoryMarshal.Cast<double, long>(values);

    [InlineArray(4)]
    private struct Four<T>
    {
        private T element;
    }
}

/// <summary>The prediction alone.</summary>
internal readonly struct OfPrediction : ITextInputs
{
    public static int Arity => 1;

    public static InputSet Differentiated => InputSet.First;
}

/// <summary>Prediction and target.</summary>
internal readonly struct OfPredictionAndTarget : ITextInputs
{
    public static int Arity => 2;

    public static InputSet Differentiated => InputSet.First;
}

/// <summary>Prediction, target and one more.</summary>
internal readonly struct OfTargetAndOne : ITextInputs
{
    public static int Arity => 3;

    public static InputSet Differentiated => InputSet.First | InputSet.Third;
}

/// <summary>Prediction, target and two more.</summary>
internal readonly struct OfTargetAndTwo : ITextInputs
{
    public static int Arity => 4;

    public static InputSet Differentiated => InputSet.First | InputSet.Third | InputSet.Fourth;
}

/// <summary>Prediction and one more, no target.</summary>
internal readonly struct OfOne : ITextInputs
{
    public static int Arity => 2;

    public static InputSet Differentiated => InputSet.First | InputSet.Second;
}

/// <summary>Prediction and two more, no target.</summary>
internal readonly struct OfTwo : ITextInputs
{
    public static int Arity => 3;

    public static InputSet Differentiated => InputSet.First | InputSet.Second | InputSet.Third;
}

/// <summary>Prediction and three more, no target.</summary>
internal readonly struct OfThree : ITextInputs
{
    public static int Arity => 4;

    public static InputSet Differentiated => InputSet.First | InputSet.Second | InputSet.Third | InputSet.Fourth;
}
