namespace Minima;

/// <summary>Any loss. A marker: an interface derived from this one defines the shape of the formula.</summary>
public interface ILoss;
