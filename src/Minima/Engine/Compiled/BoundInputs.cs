namespace Minima;

/// <summary>Inputs that are one constant for the whole batch; null if an input is an array.</summary>
internal readonly record struct BoundInputs(double? Third, double? Fourth)
{
    public double? this[int input] => input == 2 ? Third : input == 3 ? Fourth : null;
}
