// The pages of a plant share one style sheet; what they do beyond links and forms is in modules of their own.
import "../style/_plant.scss";
