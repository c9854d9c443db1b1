namespace Minima.Cli.Evaluate;

/// <summary>The kind of number that inputs are rounded to and gradients are given in.</summary>
internal enum Precision
{
    Float64,
    Float32,
}
