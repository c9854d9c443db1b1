namespace Minima;

/// <summary>Any loss. A marker: the shape of the formula is given by an interface derived from this one.</summary>
public interface ILoss;
