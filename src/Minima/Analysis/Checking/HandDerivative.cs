using Minima.Reals;

namespace Minima.Analysis;

/// <summary>A derivative written by hand: a function of the inputs of the loss, in the order of its formula.</summary>
public delegate double HandFunction(ReadOnlySpan<double> inputs);

/// <summary>A derivative with respect to the prediction, written by hand: as text, or in C#.</summary>
public sealed class HandDerivative
{
    private readonly string? text;
    private readonly HandFunction? function;

    private HandDerivative(string? text, HandFunction? function)
    {
        this.text = text;
        this.function = function;
    }

    /// <summary>A derivative as text, in the grammar of formulas (docs/formulas.md), over the inputs and parameters of the loss.</summary>
    public static HandDerivative Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, null);
    }

    /// <summary>A function of prediction and target.</summary>
    public static HandDerivative Of(Func<double, double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(null, inputs => function(inputs[0], inputs.Length > 1 ? inputs[1] : 0));
    }

    /// <summary>A function of all inputs, in the order of the formula.</summary>
    public static HandDerivative OfInputs(HandFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(null, function);
    }

    /// <summary>The derivative for a loss.</summary>
    /// <exception cref="FormulaException">The text cannot be parsed, or contains a name that the loss does not have.</exception>
    internal HandFunction For(PointFunction point)
    {
        if (function is not null)
        {
            return function;
        }

        var loss = point.Loss;
        var numbers = Enumerable.Range(0, loss.Parameters.Count)
            .Where(i => loss.Parameters[i] is double && loss.Entry.Parameters[i].BindsInput is null)
            .Select(i => (loss.Entry.Parameters[i].Name, Value: (double)loss.Parameters[i]!))
            .ToArray();
        var symbol = TextParser.ParseBeside(text!, [.. loss.Entry.Inputs.Select(i => i.Name)], point.Target, [.. numbers.Select(n => n.Name)]);
        double[] values = [.. numbers.Select(n => n.Value)];
        return inputs =>
        {
            Span<F64> x = stackalloc F64[inputs.Length];
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = new F64(inputs[i]);
            }

            return symbol.Evaluate<F64>(x, values).X;
        };
    }
}
