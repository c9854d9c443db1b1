using Minima.Reals;

namespace Minima;

/// <summary>A scalar function as a value: a compiled kernel runs it over a block between two stages.</summary>
internal abstract unsafe class ScalarCall : IEquatable<ScalarCall>
{
    /// <summary>The function with its constants, for equality.</summary>
    protected abstract object Identity { get; }

    /// <summary>Replaces x by the function of x (and y, if it has two arguments).</summary>
    public abstract void Run(float* x, float* y, int count);

    /// <inheritdoc cref="Run(float*, float*, int)"/>
    public abstract void Run(double* x, double* y, int count);

    public bool Equals(ScalarCall? other) => other is not null && Identity.Equals(other.Identity);

    public override bool Equals(object? obj) => Equals(obj as ScalarCall);

    public override int GetHashCode() => Identity.GetHashCode();
}

/// <summary>A function of one number.</summary>
internal sealed unsafe class ScalarCall1<TFunction>(TFunction function) : ScalarCall
    where TFunction : struct, IScalarFunction
{
    protected override object Identity => function;

    public override void Run(float* x, float* y, int count) => ElementWise.Apply(function, x, count);

    public override void Run(double* x, double* y, int count) => ElementWise.Apply(function, x, count);
}

/// <summary>A function of two numbers.</summary>
internal sealed unsafe class ScalarCall2<TFunction>(TFunction function) : ScalarCall
    where TFunction : struct, IScalarFunction2
{
    protected override object Identity => function;

    public override void Run(float* x, float* y, int count) => ElementWise.Apply(function, x, y, count);

    public override void Run(double* x, double* y, int count) => ElementWise.Apply(function, x, y, count);
}
