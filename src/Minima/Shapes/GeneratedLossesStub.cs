namespace Minima;
public static class GeneratedLosses { public static LossModule Module { get; } = new("Minima", []); }
