/** The house's design: tokens and styles in design.css, and the few parts that web apps share. */
export { Button, IconButton, type ButtonProps, type IconButtonProps } from "./button.tsx";
export { Field, describedBy, type FieldProps } from "./field.tsx";
export { Icon } from "./icon.tsx";
export { icons, type IconName } from "./icons.ts";
export { Note, type NoteProps } from "./note.tsx";
export { Sheet, type SheetProps } from "./sheet.tsx";
export { createToasts, type Toasts } from "./toasts.ts";
